"""Schema: its version is told without Alembic, and always as Alembic would tell it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.database import Database

MIGRATIONS = Path(schema.__file__).with_name("migrations")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    empty = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield empty
    empty.close()


def test_the_current_version_is_alembics_head() -> None:
    assert schema.current() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_every_migrations_file_begins_with_its_revision() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()

    assert {Path(script.path).name.partition("_")[0]: script.revision for script in scripts} == {
        path.name.partition("_")[0]: path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")
    }


def test_an_empty_database_is_told_what_to_run(database: Database) -> None:
    assert schema.is_empty(database)
    with pytest.raises(schema.SchemaTooOld, match=r"the database is empty, .* run `python app.py migrate`"):
        schema.check(database)


def test_migrating_brings_it_to_the_current_version_once(database: Database) -> None:
    assert schema.migrate(database) == (None, schema.current())
    assert schema.migrate(database) == (schema.current(), schema.current())

    schema.check(database)
    with database.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == schema.current()


def test_an_older_schema_is_named(database: Database) -> None:
    schema.migrate(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    with pytest.raises(schema.SchemaTooOld, match="at schema 0000"):
        schema.check(database)
