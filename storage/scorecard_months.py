"""Scorecard months: which are frozen, and up to which moment each took quality checks."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.tables import ScorecardMonthRow


def note(session: Session, month: date, checks_until: datetime) -> None:
    """This month is frozen, with the checks until then."""
    session.add(ScorecardMonthRow(month=month, checks_until=checks_until))
    session.flush()


def newest(session: Session, until: date) -> tuple[date, datetime] | None:
    """The last one that was frozen, of this month or before, and the end of its checks."""
    row = session.exec(
        select(ScorecardMonthRow)
        .where(ScorecardMonthRow.month <= until)
        .order_by(col(ScorecardMonthRow.month).desc())
        .limit(1)
    ).first()
    return (row.month, row.checks_until) if row else None
