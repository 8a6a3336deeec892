"""Moving: a shop outgrows its SQLite file and goes to PostgreSQL, whole or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import SQLModel

from storage import schema, work_queue
from storage.database import Database
from storage.tables import InboxRow

_AT_A_TIME = 2000
Step = Callable[[str, int], None]


class CannotMove(Exception):
    """Nothing was moved, and the target is as it was; the message is one sentence with the remedy."""


def move(source: Database, target: Database, step: Step) -> dict[str, int]:
    """Copy every table in one transaction, with its numbers, and compare; rows by table.

    `step(table, rows)` hears of every batch. The source is not changed, and nobody works with it meanwhile.
    """
    if not source.is_sqlite or target.is_sqlite:
        raise CannotMove("a shop moves from SQLite to PostgreSQL: DATABASE_URL is the SQLite file, TO the new database")
    schema.check(source)
    source.hold_alone()
    schema.migrate(target)
    with source.engine.connect() as ours, target.engine.begin() as theirs:
        _ensure_empty(theirs)
        for table in SQLModel.metadata.sorted_tables:
            for rows in _batches(ours, table):
                theirs.execute(insert(table), rows)
                step(table.name, len(rows))
            _go_on_numbering(theirs, table)
        counts = _compared(ours, theirs)
    target.in_transaction(lambda session: work_queue.defer(session, _waiting(session.connection())))
    return counts


def _ensure_empty(target: Connection) -> None:
    for table in SQLModel.metadata.sorted_tables:
        if target.execute(select(func.count()).select_from(table)).scalar_one():
            raise CannotMove(f"{table.name} in the target has rows already: name an empty database")


def _batches(source: Connection, table: Table) -> Iterator[Sequence[Mapping[str, Any]]]:
    """In the order of the primary key, but what others point to first: a summary before what is gathered in it."""
    ordered = select(table).order_by(*table.primary_key.columns)
    if "gathered_in" in table.columns:
        ordered = select(table).order_by(table.c.gathered_in.is_not(None), *table.primary_key.columns)
    for some in source.execute(ordered).mappings().partitions(_AT_A_TIME):
        yield [dict(row) for row in some]


def _go_on_numbering(target: Connection, table: Table) -> None:
    """New rows get numbers after those that came."""
    if "id" in table.columns:
        last = f'SELECT max(id) FROM "{table.name}"'  # noqa: S608  # a table of ours
        target.execute(
            text(f"SELECT setval(pg_get_serial_sequence(:name, 'id'), coalesce(({last}), 1), ({last}) IS NOT NULL)"),
            {"name": f'"{table.name}"'},
        )


def _compared(source: Connection, target: Connection) -> dict[str, int]:
    counts = {}
    for table in SQLModel.metadata.sorted_tables:
        ours, theirs = _facts(source, table), _facts(target, table)
        if ours != theirs:
            raise CannotMove(f"{table.name} differs after copying ({ours} here, {theirs} there); nothing was moved")
        counts[table.name] = ours[0]
    return counts


def _facts(connection: Connection, table: Table) -> tuple[Any, ...]:
    """How many rows, and what their numbers add up to."""
    numbers = [func.coalesce(func.sum(column), 0) for column in table.columns if column.name in _NUMBERS]
    row = connection.execute(select(func.count(), *numbers).select_from(table)).one()
    return tuple(int(value) for value in row)


_NUMBERS = frozenset({"id", "case_id", "review_id", "version", "revision", "number", "generation", "desired_version"})


def _waiting(target: Connection) -> list[int]:
    """What was not taken in yet goes on in the work queue."""
    table: Table = InboxRow.__table__  # type: ignore[attr-defined]
    return list(target.execute(select(table.c.id).where(table.c.taken_in_at.is_(None))).scalars())
