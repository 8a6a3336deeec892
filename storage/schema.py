"""Schema: which version the database is at, and bringing it to the current one.

Alembic is loaded only to migrate: a start on a current database, and every look at /readyz, does without it.
"""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Error as SQLiteError
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).with_name("migrations")
_SEALED = "0010"


class SchemaTooOld(Exception):
    """The database is not at the schema this program needs; the message says what to run."""


class TracesLeft(Exception):
    """The schema is current, but what lay open before may still be found in the file; the message says what to do."""


def migrate(database: Database) -> tuple[str | None, str]:
    """Bring the database to the current schema; (version before, version now)."""
    with database.engine.begin() as connection:
        before = _version(connection)
        if before != current():
            _upgrade(connection)
    if before and before < _SEALED and database.is_sqlite:
        _leave_no_traces(database)
    return before, current()


def check(database: Database) -> None:
    """Raise `SchemaTooOld` unless the schema is current."""
    with database.engine.connect() as connection:
        found = _version(connection)
    if found != current():
        state = "empty" if found is None else f"at schema {found}"
        raise SchemaTooOld(f"the database is {state}, this program needs {current()}: run `python app.py migrate`")


def is_empty(database: Database) -> bool:
    """Whether no schema was ever made there."""
    with database.engine.connect() as connection:
        return _version(connection) is None


def current() -> str:
    """The schema version of this program: the number that the newest file of `migrations/versions` begins with."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _version(connection: Connection) -> str | None:
    """What Alembic wrote down; None where it never did. https://alembic.sqlalchemy.org/en/latest/api/config.html"""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # takes longer to load than to find that there is nothing to do

    command.upgrade(_config(connection), "head")


def _leave_no_traces(database: Database) -> None:
    """Where rows lay open before they were sealed, SQLite keeps their bytes until it needs the place."""
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute("VACUUM")  # in no transaction
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except SQLiteError as failed:
            raise TracesLeft(
                f"every row is sealed now, but the file could not be written anew ({failed}) and may hold bytes of "
                f"what lay open before: make room, then run `sqlite3 {database.url.database} VACUUM`"
            ) from None


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
