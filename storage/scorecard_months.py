"""Scorecard months: which are frozen, up to when each took quality checks, and which cases wait for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from storage.tables import ScorecardMonthRow, ScorecardWaitingRow


@dataclass(frozen=True)
class Waiting:
    """A case whose outcome was not known, and whose it was then."""

    case_id: int
    agent: str | None


def note(session: Session, month: date, checks_until: datetime, waiting: Sequence[Waiting]) -> None:
    """This month is frozen, with the checks until then; those that waited for it are forgotten, others wait now."""
    session.add(ScorecardMonthRow(month=month, checks_until=checks_until))
    session.flush()
    session.execute(delete(ScorecardWaitingRow).where(col(ScorecardWaitingRow.month) < month))
    if waiting:
        rows = [{"month": month, "case_id": one.case_id, "agent": one.agent} for one in waiting]
        session.execute(insert(ScorecardWaitingRow), rows)


def newest(session: Session, until: date) -> tuple[date, datetime] | None:
    """The last one that was frozen, of this month or before, and the end of its checks."""
    row = session.exec(
        select(ScorecardMonthRow)
        .where(ScorecardMonthRow.month <= until)
        .order_by(col(ScorecardMonthRow.month).desc())
        .limit(1)
    ).first()
    return (row.month, row.checks_until) if row else None
