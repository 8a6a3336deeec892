"""Upserts: a row is added once, whoever else adds it at the same moment; the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def add_once(session: Session, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Add the row; False when one with the same identity is there already. The table's defaults apply."""
    return bool(add_all_once(session, table, [values]))


def add_all_once(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Add those that are not there yet, in one statement; the primary keys of the added, in the order given.

    All rows name the same columns. A row that appears twice is added once.
    """
    if not rows:
        return []
    target: Table = table.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every class with a table
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    defaults = {name: field.default for name, field in table.model_fields.items() if _has_default(field.default)}
    statement = insert(target).values([defaults | dict(row) for row in rows]).on_conflict_do_nothing()
    identity = next(iter(target.primary_key.columns))
    return list(session.execute(statement.returning(identity)).scalars())


def _has_default(value: object) -> bool:
    """Left out are what must be given, and what is empty anyway."""
    return isinstance(value, bool | int | float | str | list | dict) or hasattr(value, "total_seconds")
