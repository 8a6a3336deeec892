"""Check-ins: what somebody answered to "how are you", for that person's own eyes; three months, then it is gone."""

from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.rules.check_ins import CheckIn, Mood
from storage.tables import CheckInRow
from storage.upserts import add_once

_LETTERS = max(map(len, Mood))  # sealed words keep their length: all answers have the same


def keep(session: Session, user_id: str, day: date, mood: Mood) -> None:
    """Their answer of that day; the first one counts."""
    add_once(session, CheckInRow, {"user_id": user_id, "day": day, "mood": mood.value.ljust(_LETTERS)})


def own(session: Session, user_id: str, since: date) -> list[CheckIn]:
    """Their answers since that day, oldest first. Only ever asked for by the person themselves."""
    rows = select(CheckInRow).where(CheckInRow.user_id == user_id, CheckInRow.day >= since)
    return [CheckIn(row.day, Mood(row.mood.rstrip())) for row in session.exec(rows.order_by(col(CheckInRow.day)))]


def forget_all(session: Session, user_id: str) -> None:
    """Nothing they ever answered is left."""
    session.execute(delete(CheckInRow).where(col(CheckInRow.user_id) == user_id))


def forget(session: Session, before: date) -> None:
    """Everybody's answers of the days before that one."""
    session.execute(delete(CheckInRow).where(col(CheckInRow.day) < before))
