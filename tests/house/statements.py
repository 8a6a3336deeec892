"""Statements: what SQLAlchemy has compiled for one test's database serves the next one's.

A program compiles each statement once for its engine. Tests open an engine each: without this a fifth of their time
would go into compiling the same statements anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Dialect

from storage.database import Database
from storage.sealing import KeyRing

_Known = tuple[Dialect, dict[Any, Any]]
_free: dict[bool, list[_Known]] = {True: [], False: []}  # by whether it is SQLite; the server is one and the same


@contextmanager
def known_statements(database: Database, keys: KeyRing) -> Iterator[None]:
    """Inside, this database works with what was compiled before; two that are open at once never share.

    What is compiled belongs to a dialect, and so do the keys: they are given anew. Listeners stay with their engine.
    """
    free = _free[database.is_sqlite]
    dialect, compiled = free.pop() if free else (database.engine.dialect, {})
    database.engine.dialect = dialect
    database.engine.update_execution_options(compiled_cache=compiled)
    database.use(keys)
    try:
        yield
    finally:
        free.append((dialect, compiled))
