"""Causes: the findings of root causes, and how many are settled by department."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, literal, union_all
from sqlmodel import Session, col, func, select

from bot.case import RootCause
from bot.rules.causes import OPEN, SETTLED, CauseCount, CauseStand, Finding
from bot.vocabulary import Stage
from storage.tables import CauseRow

_LATER = timedelta(minutes=5)
_LAST_OF = select(CauseRow).where(CauseRow.case_id == bindparam("case_id")).order_by(col(CauseRow.id).desc()).limit(1)


def add(session: Session, one: Finding) -> Finding:
    """Keep a new one; it comes back with its number."""
    row = CauseRow(**_columns(one))
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(one, id=row.id)


def save(session: Session, one: Finding) -> None:
    """Write over its row. Its case is locked meanwhile, so nobody else does."""
    row = session.exec(select(CauseRow).where(CauseRow.id == one.id)).one()
    for name, value in _columns(one).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def find(session: Session, number: int) -> Finding | None:
    """By its number, as it is in the database now."""
    row = session.exec(select(CauseRow).where(CauseRow.id == number).execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def last_of(session: Session, case_id: int) -> Finding | None:
    """The newest of a case."""
    row = session.exec(_LAST_OF, params={"case_id": case_id}).first()
    return _value(row) if row else None


def department_last_settled(session: Session, name: str, stage: Stage, among: Collection[str]) -> str | None:
    """Of the departments `among`, whose this cause was found to be the last time; else whose any of its stage was."""
    ways = (CauseRow.name == name, CauseRow.stage == stage)
    newest = [
        select(CauseRow.department, literal(place).label("place"))
        .where(way, col(CauseRow.stand).in_(sorted(SETTLED)), col(CauseRow.department).in_(among))
        .order_by(col(CauseRow.found_at).desc(), col(CauseRow.id).desc())
        .limit(1)
        .subquery()
        for place, way in enumerate(ways)
    ]
    both = union_all(*(select(one) for one in newest)).subquery()
    return session.exec(select(both.c.department).order_by(both.c.place).limit(1)).first()


def silent_by(session: Session, now: datetime, limit: int) -> list[int]:
    """The numbers of those that nobody disputed in time, the oldest first."""
    due = select(CauseRow.id).where(col(CauseRow.until) <= now).order_by(col(CauseRow.until)).limit(limit)
    return [number for number in session.exec(due) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When the time to dispute runs out next."""
    return session.exec(select(func.min(CauseRow.until)).where(col(CauseRow.until).is_not(None))).one()


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be settled: it is tried again a little later."""
    row = session.exec(select(CauseRow).where(CauseRow.id == number)).one()
    row.until = now + _LATER
    session.add(row)
    session.flush()


def counted(session: Session, begin: datetime, end: datetime) -> CauseCount:
    """Of the findings of this time: the settled ones by department and by name, and how many are open still."""
    rows = session.exec(
        select(CauseRow.department, CauseRow.name, CauseRow.stand).where(
            CauseRow.found_at >= begin, CauseRow.found_at < end
        )
    ).all()
    settled = [(department, name) for department, name, stand in rows if stand in SETTLED]
    return CauseCount(
        by_department=Counter(department for department, _ in settled),
        by_name=Counter(name for _, name in settled if name),
        still_open=sum(stand in OPEN for *_, stand in rows),
    )


def _columns(one: Finding) -> dict[str, Any]:
    return {
        "case_id": one.case_id,
        "stage": one.cause.stage,
        "department": one.cause.department,
        "name": one.cause.name,
        "note": one.cause.note,
        "found_by": one.found_by,
        "found_at": one.found_at,
        "channel": one.channel,
        "until": one.until,
        "stand": one.stand,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at,
        "reason": one.reason,
    }


def _value(row: CauseRow) -> Finding:
    assert row.id is not None
    return Finding(
        id=row.id,
        case_id=row.case_id,
        cause=RootCause(Stage(row.stage), row.department, row.note, row.name),
        found_by=row.found_by,
        found_at=row.found_at,
        channel=row.channel,
        until=row.until,
        stand=CauseStand(row.stand),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
