"""Rekeying: everything that is sealed under an older key is sealed anew under the first; it may stop and go on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Table, Text, and_, cast, func, or_, select, type_coerce, update
from sqlmodel import Session, SQLModel

from storage import append_only
from storage.columns import Sealed, SealedJson
from storage.database import Database
from storage.keys_in_use import retire_others
from storage.reviews import fingerprints_of
from storage.sealing import MARK, KeyRing

_AT_A_TIME = 500  # a short transaction: a press waits for no more than this
_NEVER_CHANGED = ("event", "incident_event")
_Columns = Mapping[str, "Column[Any]"]


def rekey(database: Database, step: Callable[[int, int], None]) -> tuple[int, list[str]]:
    """Seal anew, in short transactions; how many rows, and the ids of the keys that nothing is sealed under any more.

    `step(rows done, rows in all)` hears of every transaction. Whoever else writes has the same key first.
    """
    assert database.keys, "whoever seals anew has a key"
    tables = {table: columns for table in SQLModel.metadata.sorted_tables if (columns := dict(_sealed(table)))}
    total = sum(database.in_snapshot(_count, table, columns, database.keys) for table, columns in tables.items())
    done = 0
    for table, columns in tables.items():
        last = 0
        while some := database.in_transaction(_seal_some, table, columns, database.keys, last):
            last, done = some[-1], done + len(some)
            step(done, total)
    return done, database.in_transaction(retire_others, database.keys.first.id)


def _sealed(table: Table) -> Iterator[tuple[str, "Column[Any]"]]:
    return ((one.name, one) for one in table.columns if isinstance(one.type, Sealed | SealedJson))


def _count(session: Session, table: Table, columns: _Columns, ring: KeyRing) -> int:
    older = select(func.count()).select_from(table).where(_is_older(columns, ring))
    return int(session.execute(older).scalar_one())


def _seal_some(session: Session, table: Table, columns: _Columns, ring: KeyRing, after: int) -> list[int]:
    """The numbers of the rows that were sealed anew, the next ones after `after`, in order."""
    connection = session.connection()
    as_they_lie = (type_coerce(column, _plainly(column)).label(name) for name, column in columns.items())
    forgotten = [table.c.forgotten_at] if table.name == "review" else []
    older = select(table.c.id, *forgotten, *as_they_lie).where(table.c.id > after, _is_older(columns, ring))
    rows = connection.execute(older.order_by(table.c.id).limit(_AT_A_TIME).with_for_update()).mappings().all()
    if rows:
        with append_only.opened(connection, table.name) if table.name in _NEVER_CHANGED else nullcontext():
            for row in rows:
                anew = _anew(table, columns, ring, row)
                connection.execute(update(table).where(table.c.id == row["id"]).values(anew))
    return [row["id"] for row in rows]


def _anew(table: Table, columns: _Columns, ring: KeyRing, row: Mapping[Any, Any]) -> dict[str, Any]:
    """What is empty stays as it is."""
    lying = {name: row[name] for name in columns if row[name]}
    plain = {name: ring.open(value, f"{table.name}.{name}") for name, value in lying.items()}
    anew: dict[str, Any] = {
        name: type_coerce(ring.seal(value, f"{table.name}.{name}"), _plainly(columns[name]))
        for name, value in plain.items()
    }
    if table.name == "review" and row["forgotten_at"] is None:  # nobody is found who was forgotten
        anew |= fingerprints_of(ring, plain.get("order_id"), plain.get("customer_name", ""))
    return anew


def _plainly(column: "Column[Any]") -> JSON | Text:
    """The type of what really lies in the row."""
    return JSON() if isinstance(column.type, SealedJson) else Text()


def _is_older(columns: _Columns, ring: KeyRing) -> ColumnElement[bool]:
    """SQL for: something in the row is sealed, and not under the first key."""
    return or_(*(_is_under_another(column, ring.first.id) for column in columns.values()))


def _is_under_another(column: "Column[Any]", key_id: str) -> ColumnElement[bool]:
    begin = f'"{MARK}' if isinstance(column.type, SealedJson) else MARK
    lying = cast(type_coerce(column, _plainly(column)), Text)
    return and_(lying.startswith(begin), ~lying.startswith(f"{begin}{key_id}."))
