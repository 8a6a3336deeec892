"""Incidents: one product's trouble each, its timeline, and when something is to be done about it by itself."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from bot.incident_file import IncidentHappening
from bot.rules.incidents import Incident, IncidentStand, LegalEnd, StopSale
from bot.rules.refusals.incidents import UnknownIncident
from bot.vocabulary import Category
from storage.cases import is_a_number_of_ours
from storage.tables import IncidentCaseRow, IncidentEventRow, IncidentRow
from storage.upserts import add_once

_LATER = timedelta(minutes=5)
_OF_CASE = (
    select(IncidentRow)
    .join(IncidentCaseRow, col(IncidentCaseRow.incident_id) == col(IncidentRow.id))
    .where(IncidentCaseRow.case_id == bindparam("case_id"))
)


def add(session: Session, one: Incident, wakes_at: datetime | None) -> Incident | None:
    """Keep a new one; it comes back with its number. None where this product has one of its category already."""
    values = _columns(one, wakes_at)
    if not add_once(session, IncidentRow, values):
        return None
    made = running(session, one.store, one.sku)
    return next(found for found in made if found.category is one.category)


def save(session: Session, one: Incident, wakes_at: datetime | None) -> None:
    """Write over its row, which is locked meanwhile."""
    row = session.exec(select(IncidentRow).where(IncidentRow.id == one.id)).one()
    for name, value in _columns(one, wakes_at).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def load(session: Session, number: int) -> Incident:
    """As it is now, to be changed: nobody else changes it meanwhile. `UnknownIncident` where there is none."""
    wanted = select(IncidentRow).where(IncidentRow.id == number).with_for_update()
    found = session.exec(wanted.execution_options(populate_existing=True)) if is_a_number_of_ours(number) else None
    row = found.first() if found else None
    if row is None:
        raise UnknownIncident(number)
    return _value(row)


def find(session: Session, number: int) -> Incident:
    """As it is now, only to be looked at; `UnknownIncident` where there is none."""
    row = session.get(IncidentRow, number) if is_a_number_of_ours(number) else None
    if row is None:
        raise UnknownIncident(number)
    return _value(row)


def of_case(session: Session, case_id: int) -> Incident | None:
    """The incident that a case is in."""
    row = session.exec(_OF_CASE, params={"case_id": case_id}).first()
    return _value(row) if row else None


def running(session: Session, store: str, sku: str) -> list[Incident]:
    """What this product has that nobody closed, the newest first."""
    rows = session.exec(
        select(IncidentRow)
        .where(IncidentRow.store == store, IncidentRow.sku == sku, IncidentRow.stand != IncidentStand.CLOSED)
        .order_by(col(IncidentRow.id).desc())
        .execution_options(populate_existing=True)
    ).all()
    return [_value(row) for row in rows]


def going_on(session: Session, limit: int) -> list[Incident]:
    """What nobody closed, those of safety first, then by the newest case."""
    rows = session.exec(
        select(IncidentRow)
        .where(IncidentRow.stand != IncidentStand.CLOSED)
        .order_by(col(IncidentRow.safety_at).is_(None), col(IncidentRow.last_at).desc())
        .limit(limit)
    ).all()
    return [_value(row) for row in rows]


def count_going_on(session: Session) -> tuple[int, int]:
    """How many nobody closed, and how many of those are of safety."""
    both = select(func.count(col(IncidentRow.id)), func.count(col(IncidentRow.safety_at)))
    every, unsafe = session.exec(both.where(IncidentRow.stand != IncidentStand.CLOSED)).one()
    return every, unsafe


def note(session: Session, number: int, what: str, *, at: datetime, actor: str | None, facts: Mapping[str, Any]) -> int:
    """One more line of its timeline; its id."""
    row = IncidentEventRow(incident_id=number, at=at, actor=actor, what=what, facts=dict(facts))
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def timeline(session: Session, number: int, limit: int = 60) -> list[IncidentHappening]:
    """What happened to it, oldest first; the newest `limit` of it."""
    newest = select(IncidentEventRow).where(IncidentEventRow.incident_id == number)
    rows = session.exec(newest.order_by(col(IncidentEventRow.id).desc()).limit(limit)).all()
    return [IncidentHappening(row.at, row.actor, row.what, row.facts) for row in reversed(rows)]


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The numbers of those about which something is to be done, the longest due first."""
    wanted = select(IncidentRow.id).where(col(IncidentRow.wakes_at) <= now).order_by(col(IncidentRow.wakes_at))
    return [number for number in session.exec(wanted.limit(limit)) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When something is to be done about one next."""
    return session.exec(select(func.min(IncidentRow.wakes_at)).where(col(IncidentRow.wakes_at).is_not(None))).one()


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be done: it is tried again a little later."""
    row = session.exec(select(IncidentRow).where(IncidentRow.id == number)).one()
    row.wakes_at = now + _LATER
    session.add(row)
    session.flush()


def _columns(one: Incident, wakes_at: datetime | None) -> dict[str, Any]:
    columns = {name: value for name, value in asdict(one).items() if name != "id"}
    return columns | {"category": one.category or "", "wakes_at": wakes_at}


def _value(row: IncidentRow) -> Incident:
    assert row.id is not None
    known = {name: getattr(row, name) for name in Incident.__dataclass_fields__}
    known["category"] = Category(row.category) if row.category else None
    known["stand"], known["stop_sale"] = IncidentStand(row.stand), StopSale(row.stop_sale)
    known["legal_end"] = LegalEnd(row.legal_end) if row.legal_end else None
    return replace(Incident(**known), id=row.id)
