"""Database: one engine, and the bridge that runs a function in a transaction off the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")
_READERS = 4
_BUSY_SECONDS = 10
_REMEDY = "set DATABASE_URL to a SQLite file that can be written, like sqlite:///data/review-desk.db"


class DatabaseUnusable(Exception):
    """The database cannot be worked with; the message is one sentence with the remedy, and without the password."""


class Database:
    """Transactions for everyone above. Functions get a Session first and return plain values, never rows.

    On SQLite all writes go through one thread: they would only queue up on the file's lock otherwise.
    An address that leads nowhere is `DatabaseUnusable`; nothing is connected before the first transaction.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.url = self.engine.url
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = ThreadPoolExecutor(1 if self.is_sqlite else 8, thread_name_prefix="db-writer")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="db-reader")

    async def write(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(session, …)` in a transaction that is committed, durably, before this returns."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: self.in_transaction(work, *args, **kwargs))

    async def read(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(session, …)` on a consistent snapshot; what it changes is thrown away."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.in_snapshot(work, *args, **kwargs))

    def in_transaction(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for callers that are already off the event loop."""
        with self._session("IMMEDIATE") as session:
            done = work(session, *args, **kwargs)
            session.commit()
            return done

    def in_snapshot(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for callers that are already off the event loop."""
        with self._session("DEFERRED") as session:
            return work(session, *args, **kwargs)

    def try_out(self) -> None:
        """Raise `DatabaseUnusable` unless it is there, is a database, and lets us write."""
        try:
            with self.engine.begin():
                pass
        except (SQLAlchemyError, OSError, ValueError) as broken:
            raise DatabaseUnusable(f"{self.url} cannot be used ({_reason(broken)}); {_REMEDY}") from None

    def close(self) -> None:
        """Let running transactions end, then give everything back."""
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()

    @contextmanager
    def _session(self, begin: str) -> Iterator[Session]:
        with self.engine.connect().execution_options(sqlite_begin=begin) as connection, Session(connection) as session:
            yield session


def _engine(address: str) -> Engine:
    """Parameters stay out of errors and logs: they are what customers wrote, and who they are."""
    try:
        url = make_url(address)
        return _sqlite_engine(url) if url.get_backend_name() == "sqlite" else _server_engine(url)
    except ImportError as missing:
        kind = address.partition(":")[0]
        raise DatabaseUnusable(f"{kind} is not supported by this version yet ({missing}); {_REMEDY}") from None
    except OSError as refused:
        raise DatabaseUnusable(f"the folder of {address} cannot be made ({_reason(refused)}); {_REMEDY}") from None
    except (SQLAlchemyError, ValueError):  # its words are not told: they may hold the password
        raise DatabaseUnusable(f"DATABASE_URL is no address of a database; {_REMEDY}") from None


def _server_engine(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    waiting = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=waiting, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers read while one writes; FULL means that a commit survives a power cut."""
    connection.isolation_level = None  # we say BEGIN ourselves: sqlite3's own would come too late for a snapshot
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A writer takes its lock at once: upgrading a read transaction later can fail with SQLITE_BUSY."""
    kind = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _reason(broken: Exception) -> str:
    """In one line, without SQLAlchemy's frame around the driver's words."""
    words = broken.strerror if isinstance(broken, OSError) else getattr(broken, "orig", None)
    return " ".join(str(words or broken).split())
