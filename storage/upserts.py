"""Upserts: a row is added once, whoever else adds it at the same moment; the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, SQLModel


def add_once(session: Session, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Add the row; False when one with the same identity is there already. The table's defaults apply."""
    return bool(add_all_once(session, table, [values]))


def add_all_once(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Add those that are not there yet; the primary keys of the added, in no certain order.

    All rows name the same columns. A row that appears twice is added once.
    """
    if not rows:
        return []
    defaults = {name: field.default for name, field in table.model_fields.items() if _has_default(field.default)}
    statement = _statement(table, session.get_bind().dialect.name)
    return list(session.connection().execute(statement, [defaults | dict(row) for row in rows]).scalars())


@cache
def _statement(table: type[SQLModel], dialect: str) -> ReturningInsert[Any]:
    """Built once; SQLAlchemy sends many rows of it together."""
    target: Table = table.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every class with a table
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # only one of them is loaded: a start shall be quick
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]  # the same words on both
    return insert(target).on_conflict_do_nothing().returning(next(iter(target.primary_key.columns)))


def _has_default(value: object) -> bool:
    """Left out are what must be given, and what is empty anyway."""
    return isinstance(value, bool | int | float | str | list | dict) or hasattr(value, "total_seconds")
