"""Schema: which version the database is at, and bringing it to the current one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database

_MIGRATIONS = Path(__file__).with_name("migrations")


class SchemaTooOld(Exception):
    """The database is not at the schema this program needs; the message says what to run."""


def migrate(database: Database) -> tuple[str | None, str]:
    """Bring the database to the current schema; (version before, version now)."""
    with database.engine.begin() as connection:
        before = _version(connection)
        command.upgrade(_config(connection), "head")
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
    """The schema version of this program."""
    head = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    assert head is not None
    return head


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
