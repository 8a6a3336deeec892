"""Quality checks: one a person and case; a second one takes the place of the first, and the timeline knows of both."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.rules.quality_checks import QualityCheck
from storage.tables import QualityCheckRow

CHECKED = "quality_checked"  # the event in the case's timeline


def keep(session: Session, one: QualityCheck) -> None:
    """In place of an earlier one by the same person, which no frozen card has. Its case is locked meanwhile."""
    row = _row(session, one.case_id, one.by) or QualityCheckRow(
        case_id=one.case_id, checked_by=one.by, agent=one.agent, found=_found(one)
    )
    row.agent, row.checked_at, row.found = one.agent, one.at, _found(one)
    session.add(row)
    session.flush()


def made(session: Session, case_id: int, by: str) -> QualityCheck | None:
    """The one by this person."""
    row = _row(session, case_id, by)
    return _value(row) if row else None


def within(session: Session, begin: datetime, end: datetime) -> list[QualityCheck]:
    """All that were made in this time, in order."""
    rows = session.exec(
        select(QualityCheckRow)
        .where(QualityCheckRow.checked_at >= begin, QualityCheckRow.checked_at < end)
        .order_by(col(QualityCheckRow.checked_at), col(QualityCheckRow.id))
    ).all()
    return [_value(row) for row in rows]


def checkers(session: Session, case_id: int) -> tuple[str, ...]:
    """Who has checked this case."""
    return tuple(session.exec(select(QualityCheckRow.checked_by).where(QualityCheckRow.case_id == case_id)).all())


def _row(session: Session, case_id: int, by: str) -> QualityCheckRow | None:
    return session.exec(
        select(QualityCheckRow).where(QualityCheckRow.case_id == case_id, QualityCheckRow.checked_by == by)
    ).first()


def _found(one: QualityCheck) -> dict[str, Any]:
    return {"marks": list(one.marks), "note": one.note, "rule": one.rule, "quote": one.quote}


def _value(row: QualityCheckRow) -> QualityCheck:
    found = row.found
    return QualityCheck(
        row.case_id,
        row.agent,
        row.checked_by,
        row.checked_at,
        tuple(found["marks"]),
        found["note"],
        found["rule"],
        found["quote"],
    )
