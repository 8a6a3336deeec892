"""Hardship: a database that cannot be written to, for real."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import SQLModel

from storage.database import Database
from tests.house.shop import Shop


@contextmanager
def locked(shop: Shop) -> Iterator[None]:
    """Another program holds the database's write lock, and nobody waits long for it."""
    database = shop.parts.staff.desk.db
    event.listen(database.engine, "checkout", _impatient)
    with _sqlite_locked(database) if database.is_sqlite else _postgresql_locked(database):
        yield
    event.remove(database.engine, "checkout", _impatient)
    event.listen(database.engine, "checkout", _patient)


@contextmanager
def _sqlite_locked(database: Database) -> Iterator[None]:
    assert database.url.database
    with closing(sqlite3.connect(database.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _postgresql_locked(database: Database) -> Iterator[None]:
    """Not even readers get through: there is no lock that stops writers only before they write."""
    with database.engine.connect() as other:
        names = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
        other.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def _impatient(connection: Any, *_: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA busy_timeout = 20")
    else:
        connection.execute("SET lock_timeout = '20ms'")
        connection.commit()


def _patient(connection: Any, *_: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA busy_timeout = 10000")
    else:
        connection.execute("SET lock_timeout = '10s'")
        connection.commit()
