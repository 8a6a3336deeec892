"""Cases: reading a case as a value, and saving the next version of it if nobody was faster."""

from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, bindparam, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.case import Case, RootCause
from bot.rules.refusals.cases import AlreadyDone, UnknownCase
from bot.vocabulary import Category, Channel, Grade, Solution, Stage, Status
from storage.tables import CaseRow, EventRow, PressRow
from storage.upserts import add_once

_LARGEST = 2**31 - 1
_OWN = tuple(field.name for field in fields(Case) if field.name not in ("id", "cause"))
_CAUSE = ("cause_stage", "cause_department", "cause_name", "cause_note")
# Made once: every step of every case is written by it. What the session holds of the case is seen to by `save_case`.
_SAVE = (
    update(CaseRow)
    .where(col(CaseRow.id) == bindparam("this"), col(CaseRow.version) == bindparam("as_it_was"))
    .values({name: bindparam(f"new_{name}") for name in (*_OWN, *_CAUSE)})
    .execution_options(synchronize_session=False)
)
_ENUMS = {
    "status": Status,
    "grade": Grade,
    "category": Category,
    "contact_channel": Channel,
    "solution": Solution,
}


class SomeoneWasFaster(Exception):
    """The case changed between reading and saving; read it again and decide anew."""


def load_case(session: Session, case_id: int) -> Case:
    """The case as it is now, to be changed: nobody else changes it meanwhile. `UnknownCase` where there is none."""
    return _case(session, select(CaseRow).where(CaseRow.id == case_id).with_for_update(), case_id)


def read_case(session: Session, case_id: int) -> Case:
    """The case as it is now, only to be looked at; `UnknownCase` where there is none."""
    return _case(session, select(CaseRow).where(CaseRow.id == case_id), case_id)


def save_case(session: Session, before: Case, after: Case) -> None:
    """Write `after` over `before`, only if the row still is `before`; else `SomeoneWasFaster`."""
    columns = {f"new_{name}": value for name, value in columns_of(after).items()}
    changed = session.execute(_SAVE, {"this": before.id, "as_it_was": before.version, **columns})
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise SomeoneWasFaster
    held = session.identity_map.get(session.identity_key(CaseRow, before.id))
    if held is not None:  # somebody in this transaction reads the row on: they get what was written
        session.expire(held)


def append_event(
    session: Session,
    case: Case,
    what: str,
    *,
    at: datetime,
    actor: str | None,
    came_from: Status | None,
    facts: dict[str, Any],
) -> int:
    """One more line of the case's timeline; its id."""
    row = EventRow(
        case_id=case.id,
        at=at,
        actor=actor,
        what=what,
        from_status=came_from,
        to_status=case.status,
        facts=facts,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def count_once(session: Session, key: str, at: datetime) -> None:
    """Let this press count; `AlreadyDone` when the same one has counted before."""
    if not add_once(session, PressRow, {"key": key, "at": at}):
        raise AlreadyDone(key)


def is_a_number_of_ours(case_id: int) -> bool:
    """Whether a case could have this number: a larger one would be an error of the database's, not an unknown case."""
    return 0 < case_id <= _LARGEST


def _case(session: Session, wanted: SelectOfScalar[CaseRow], case_id: int) -> Case:
    found = session.exec(wanted.execution_options(populate_existing=True)) if is_a_number_of_ours(case_id) else None
    row = found.first() if found else None
    if row is None:
        raise UnknownCase(case_id)
    return case_of(row)


def case_of(row: CaseRow) -> Case:
    """The row as a value."""
    known: dict[str, Any] = {f.name: getattr(row, f.name) for f in fields(Case) if f.name != "cause"}
    for name, kind in _ENUMS.items():
        known[name] = None if known[name] is None else kind(known[name])
    return Case(**known, cause=_cause(row))


def columns_of(case: Case) -> dict[str, Any]:
    """The value as columns, its identity apart."""
    cause = case.cause
    found = (cause.stage, cause.department, cause.name or None, cause.note) if cause else (None, None, None, "")
    columns = {name: getattr(case, name) for name in _OWN} | dict(zip(_CAUSE, found, strict=True))
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in columns.items()}


def _cause(row: CaseRow) -> RootCause | None:
    if not row.cause_stage:
        return None
    return RootCause(Stage(row.cause_stage), row.cause_department or "", row.cause_note, row.cause_name or "")
