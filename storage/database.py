"""Database: one engine, and the bridge that runs a function in a transaction off the event loop."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session

from storage.engines import READERS, WRITERS, DatabaseUnusable, make_engine, reason
from storage.holding import Holding, hold
from storage.sealing import KeyRing, give

__all__ = ["Database", "DatabaseUnusable"]

P = ParamSpec("P")
T = TypeVar("T")
_TRIES, _GIVE_WAY_SECONDS = 5, 0.05
_SERIALIZATION_FAILURE, _DEADLOCK = "40001", "40P01"
_READING = {"sqlite_begin": "DEFERRED"}
_READING_ON_A_SERVER = {"isolation_level": "REPEATABLE READ"}


class Database:
    """Transactions for everyone above. Functions get a Session first and return plain values, never rows.

    On SQLite all writes go through one thread: they would only queue up on the file's lock otherwise. Without `threads`
    everything runs where it is called, one thing after the other, so that a simulation has one history.
    An address that leads nowhere is `DatabaseUnusable`; nothing is connected before the first transaction.
    Without `keys` nothing that is sealed can be read or written.
    """

    def __init__(self, url: str, *, keys: KeyRing | None = None, threads: bool = True) -> None:
        self.engine = make_engine(url)
        self.keys: KeyRing | None = None
        if keys:
            self.use(keys)
        self.url = self.engine.url
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = _executor(1 if self.is_sqlite else WRITERS, "db-writer") if threads else None
        self._readers = _executor(READERS, "db-reader") if threads else None
        self._holding: Holding | None = None

    async def write(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(session, …)` in a transaction that is committed, durably, before this returns."""
        return await _off_the_loop(self._writer, lambda: self.in_transaction(work, *args, **kwargs))

    async def read(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(session, …)` on a consistent snapshot; what it changes is thrown away."""
        return await _off_the_loop(self._readers, lambda: self.in_snapshot(work, *args, **kwargs))

    def in_transaction(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for callers that are already off the event loop.

        On PostgreSQL two transactions may lock the same rows in another order; the one that gives way does it again.
        """
        for attempt in range(_TRIES):
            try:
                with self._session() as session:
                    done = work(session, *args, **kwargs)
                    session.commit()
                    return done
            except OperationalError as failed:
                if not _gave_way(failed) or attempt == _TRIES - 1:
                    raise
                time.sleep(_GIVE_WAY_SECONDS * (attempt + 1))  # or we take first again what the other waits for
        raise AssertionError("unreachable: the loop returns or raises")

    def in_snapshot(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for callers that are already off the event loop."""
        with self._session(**(_READING if self.is_sqlite else _READING_ON_A_SERVER)) as session:
            return work(session, *args, **kwargs)

    def use(self, keys: KeyRing) -> None:
        """Seal and open with these from now on."""
        self.keys = keys
        give(self.engine.dialect, keys)

    def try_out(self) -> None:
        """Raise `DatabaseUnusable` unless it is there, is a database, and lets us write."""
        try:
            with self.engine.begin():
                pass
        except (SQLAlchemyError, OSError, ValueError) as broken:
            address = self.url.set(drivername=self.url.get_backend_name())
            raise DatabaseUnusable(f"{address} cannot be used ({reason(broken)})") from None

    def hold_alone(self) -> None:
        """On SQLite: be the one process that works with this file, until closed; `DatabaseHeld` when another is.

        PostgreSQL is held by nobody: any number of processes work together there.
        """
        if self.is_sqlite and self.url.database and self._holding is None:
            self._holding = hold(self.url.database)

    def close(self) -> None:
        """Let running transactions end, then give everything back."""
        for executor in (self._writer, self._readers):
            if executor:
                executor.shutdown(wait=True)
        self.engine.dispose()
        if self._holding:
            self._holding.release()
            self._holding = None

    @contextmanager
    def _session(self, **options: Any) -> Iterator[Session]:
        with self.engine.connect().execution_options(**options) as connection, Session(connection) as session:
            yield session


def _executor(threads: int, name: str) -> Executor:
    return ThreadPoolExecutor(threads, thread_name_prefix=name)


async def _off_the_loop(executor: Executor | None, work: Callable[[], T]) -> T:
    return work() if executor is None else await asyncio.get_running_loop().run_in_executor(executor, work)


def _gave_way(failed: OperationalError) -> bool:
    """Whether PostgreSQL ended this transaction only so that another could go on."""
    return getattr(failed.orig, "sqlstate", None) in (_SERIALIZATION_FAILURE, _DEADLOCK)
