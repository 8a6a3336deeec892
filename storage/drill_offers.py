"""Drill offers: to whom a month's drill was offered, and who is to be reminded of it."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from storage.tables import DrillOfferRow
from storage.upserts import add_once

_LATER = timedelta(minutes=5)


def add(session: Session, user_id: str, month: date, now: datetime, remind_at: datetime) -> bool:
    """Note that the month's drill is offered; False where it has been."""
    return add_once(
        session,
        DrillOfferRow,
        {"user_id": user_id, "month": month, "offered_at": now, "remind_at": remind_at},
    )


def take_up(session: Session, user_id: str) -> date | None:
    """The month whose offer this person takes up by beginning: nobody reminds them of it. None without one."""
    row = session.exec(
        select(DrillOfferRow).where(DrillOfferRow.user_id == user_id).order_by(col(DrillOfferRow.month).desc()).limit(1)
    ).first()
    if row is None:
        return None
    row.remind_at = None
    session.add(row)
    session.flush()
    return row.month


def next_due(session: Session) -> datetime | None:
    """When somebody is reminded next."""
    return session.exec(
        select(func.min(DrillOfferRow.remind_at)).where(col(DrillOfferRow.remind_at).is_not(None))
    ).one()


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The offers that are to be reminded of, the longest due first."""
    wanted = (
        select(DrillOfferRow.id)
        .where(col(DrillOfferRow.remind_at) <= now)
        .order_by(col(DrillOfferRow.remind_at))
        .limit(limit)
    )
    return [number for number in session.exec(wanted) if number is not None]


def remind(session: Session, number: int) -> tuple[str, date]:
    """Whose offer this is, and of which month; nobody is reminded of it again."""
    row = session.exec(select(DrillOfferRow).where(DrillOfferRow.id == number)).one()
    row.remind_at = None
    session.add(row)
    session.flush()
    return row.user_id, row.month


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be reminded of: it is tried again a little later."""
    row = session.exec(select(DrillOfferRow).where(DrillOfferRow.id == number)).one()
    row.remind_at = now + _LATER
    session.add(row)
    session.flush()
