"""Wellbeing: when somebody was told of the soft limit, and when they are asked how they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select, update

from storage.tables import WellbeingRow
from storage.upserts import add_all_once

_LATER = timedelta(minutes=5)


@dataclass(frozen=True)
class Person:
    """What is noted of somebody."""

    user_id: str
    soft_told_at: datetime | None
    asked_on: date | None


def lock(session: Session, user_id: str) -> Person:
    """What is noted of this person, to be changed: nobody else changes it meanwhile."""
    _know(session, [user_id])
    wanted = select(WellbeingRow).where(WellbeingRow.user_id == user_id).with_for_update()
    row = session.exec(wanted.execution_options(populate_existing=True)).one()
    return Person(row.user_id, row.soft_told_at, row.asked_on)


def note_soft(session: Session, user_id: str, at: datetime) -> None:
    """They are told of the soft limit."""
    session.execute(update(WellbeingRow).where(col(WellbeingRow.user_id) == user_id).values(soft_told_at=at))


def ask_at(session: Session, users: Sequence[str], at: datetime) -> None:
    """Ask these people at that moment how they are; who is to be asked sooner stays so."""
    _know(session, users)
    later = col(WellbeingRow.ask_at).is_(None) | (col(WellbeingRow.ask_at) > at)
    session.execute(update(WellbeingRow).where(col(WellbeingRow.user_id).in_(users), later).values(ask_at=at))


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Who is to be asked now, by the number of their row."""
    row = WellbeingRow
    wanted = select(row.id).where(col(row.ask_at) <= now).order_by(col(row.ask_at)).limit(limit)
    return [number for number in session.exec(wanted) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When somebody is asked next."""
    return session.exec(select(func.min(WellbeingRow.ask_at)).where(col(WellbeingRow.ask_at).is_not(None))).one()


def whose(session: Session, number: int) -> Person:
    """Whose row this is."""
    row = session.exec(select(WellbeingRow).where(WellbeingRow.id == number).with_for_update()).one()
    return Person(row.user_id, row.soft_told_at, row.asked_on)


def asked(session: Session, user_id: str, on: date) -> None:
    """They are asked on this day; nothing is planned any more."""
    ours = col(WellbeingRow.user_id) == user_id
    session.execute(update(WellbeingRow).where(ours).values(ask_at=None, asked_on=on))


def ask_no_more(session: Session, user_id: str) -> None:
    """Nothing is planned any more."""
    session.execute(update(WellbeingRow).where(col(WellbeingRow.user_id) == user_id).values(ask_at=None))


def try_again(session: Session, user_id: str, at: datetime) -> None:
    """They are not there now: at that moment once more."""
    session.execute(update(WellbeingRow).where(col(WellbeingRow.user_id) == user_id).values(ask_at=at))


def put_off(session: Session, number: int, now: datetime) -> None:
    """They could not be asked: it is tried again a little later."""
    session.execute(update(WellbeingRow).where(col(WellbeingRow.id) == number).values(ask_at=now + _LATER))


def _know(session: Session, users: Sequence[str]) -> None:
    add_all_once(session, WellbeingRow, [{"user_id": user} for user in users])
