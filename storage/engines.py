"""Engines: how a connection to SQLite or PostgreSQL is set up, and one sentence for an address that leads nowhere."""

from pathlib import Path
from typing import Any

from pydantic_core import to_json
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 10
WRITERS, READERS = 8, 4
_CONNECT_SECONDS = 10
_REMEDY = (
    "set DATABASE_URL to a SQLite file that can be written, like sqlite:///data/review-desk.db, "
    "or to a PostgreSQL database, like postgresql://user:password@host/name"
)


class DatabaseUnusable(Exception):
    """The database cannot be worked with; the message is one sentence with the remedy, and without the password."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; {_REMEDY}")


def make_engine(address: str) -> Engine:
    """An engine that connects when it is first used; `DatabaseUnusable` for an address that leads nowhere.

    Parameters stay out of errors and logs: they are what customers wrote, and who they are.
    """
    try:
        url = make_url(address)
        return _sqlite_engine(url) if url.get_backend_name() == "sqlite" else _postgresql_engine(url)
    except OSError as refused:
        raise DatabaseUnusable(f"the folder of {address} cannot be made ({reason(refused)})") from None
    except (SQLAlchemyError, ValueError, ImportError):  # its words are not told: they may hold the password
        raise DatabaseUnusable("DATABASE_URL is no address of a database") from None


def reason(broken: Exception) -> str:
    """In one line, without SQLAlchemy's frame around the driver's words."""
    words = broken.strerror if isinstance(broken, OSError) else getattr(broken, "orig", None)
    return " ".join(str(words or broken).split())


def _postgresql_engine(url: URL) -> Engine:
    """By psycopg 3, however the address names it. A commit is durable as long as the server is not told otherwise."""
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseUnusable(f"{url.get_backend_name()} is not supported")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=WRITERS + READERS,
        hide_parameters=True,
        json_serializer=_json,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "review-desk"},
    )
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _record: object) -> None:
    """Nobody waits for a lock for ever, as on SQLite: the sender is told to come again."""
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()


def _sqlite_engine(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    waiting = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    pool = {} if url.database else {"poolclass": StaticPool}  # a database in memory lives in its one connection
    engine = create_engine(url, connect_args=waiting, hide_parameters=True, json_serializer=_json, **pool)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _json(value: Any) -> str:
    """As it is stored; several times as quick as the standard library's."""
    return to_json(value).decode()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers read while one writes; FULL means that a commit survives a power cut; what goes is wiped out."""
    connection.isolation_level = None  # we say BEGIN ourselves: sqlite3's own would come too late for a snapshot
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A writer takes its lock at once: upgrading a read transaction later can fail with SQLITE_BUSY."""
    kind = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {kind}")
