"""Buddies: who asked a colleague for five minutes, and who has been asked for them so far."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import BuddyAskRow


@dataclass(frozen=True)
class Ask:
    """One request: of whom, who is asked now, who was before, and whether somebody comes or nobody is left."""

    id: int
    user_id: str
    asked_at: datetime
    buddy: str
    tried: tuple[str, ...]
    is_over: bool


def add(session: Session, user_id: str, buddy: str, at: datetime) -> Ask:
    """A new one."""
    row = BuddyAskRow(user_id=user_id, asked_at=at, buddy=buddy, tried=[])
    session.add(row)
    session.flush()
    return _ask(row)


def load(session: Session, number: int) -> Ask | None:
    """By its number, to be changed: nobody else changes it meanwhile."""
    wanted = select(BuddyAskRow).where(BuddyAskRow.id == number).with_for_update()
    row = session.exec(wanted.execution_options(populate_existing=True)).first()
    return _ask(row) if row else None


def newest(session: Session, user_id: str, since: datetime) -> Ask | None:
    """The newest of this person's that was begun or passed on since then, over or not, to be changed, as by `load`."""
    row = BuddyAskRow
    wanted = select(row.id).where(row.user_id == user_id, row.asked_at >= since)
    number = session.exec(wanted.order_by(col(row.asked_at).desc(), col(row.id).desc()).limit(1)).first()
    return None if number is None else load(session, number)


def pass_on(session: Session, ask: Ask, buddy: str, at: datetime) -> Ask:
    """The next colleague is asked."""
    row = session.get_one(BuddyAskRow, ask.id)
    row.tried, row.buddy, row.asked_at = [*ask.tried, ask.buddy], buddy, at
    session.flush()
    return _ask(row)


def end(session: Session, ask: Ask) -> None:
    """Somebody comes, or nobody is left to be asked."""
    session.get_one(BuddyAskRow, ask.id).is_over = True
    session.flush()


def forget(session: Session, before: datetime) -> None:
    """Nobody knows any more who asked whom before that moment."""
    session.execute(delete(BuddyAskRow).where(col(BuddyAskRow.asked_at) < before))


def _ask(row: BuddyAskRow) -> Ask:
    assert row.id is not None
    return Ask(row.id, row.user_id, row.asked_at, row.buddy, tuple(row.tried), row.is_over)
