"""Hardship: a database that cannot be written to, for real."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import event

from tests.house.shop import Shop


@contextmanager
def locked(shop: Shop) -> Iterator[None]:
    """Another program holds the database's write lock, and nobody waits long for it."""
    database = shop.parts.staff.desk.db
    assert database.url.database
    event.listen(database.engine, "checkout", _impatient)
    with closing(sqlite3.connect(database.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    event.remove(database.engine, "checkout", _impatient)


def _impatient(connection: Any, *_: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20")
