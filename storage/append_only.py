"""Append-only: the timeline refuses changes in the database itself; to seal it anew, it is opened for a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

_ON_SQLITE = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


@contextmanager
def opened(connection: Connection, table: str) -> Iterator[None]:
    """Inside, rows of the table may be changed by this transaction, and by nobody else.

    A transaction that fails leaves the guard as it was: in both databases triggers are part of it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
        yield
        connection.execute(text(f'ALTER TABLE "{table}" ENABLE TRIGGER USER'))
        return
    guards = connection.execute(_ON_SQLITE, {"table": table}).all()
    for name, _ in guards:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    yield
    for _, sql in guards:
        connection.exec_driver_sql(sql)
