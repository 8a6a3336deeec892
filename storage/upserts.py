"""Upserts: a row is added once, whoever else adds it at the same moment; the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def add_once(session: Session, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Add the row; False when one with the same identity is there already. Defaults of the table apply."""
    return bool(add_all_once(session, table, [values]))


def add_all_once(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Add those that are not there yet; how many were added. A row that appears twice is added once."""
    if not rows:
        return 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = 0
    for row in rows:
        statement = insert(table).values(**row).on_conflict_do_nothing()
        added += session.execute(statement).rowcount  # type: ignore[attr-defined]  # a CursorResult, as it inserts
    return added
