"""Briefings: cases that are being handed on; their receiver is told of them together, should the process end too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from storage.tables import BriefingRow

_LATER = timedelta(minutes=5)


@dataclass(frozen=True)
class Briefing:
    """Which cases somebody was given, whose they were, and who gave them; nobody where they had waited for an owner."""

    key: str
    receiver: str
    giver: str
    by: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Handing:
    """Cases going from `giver` by somebody's one press, named by `key`; from and by nobody where nobody had them."""

    key: str
    giver: str
    by: str


def note(session: Session, handing: Handing, receiver: str, number: int, due_at: datetime) -> None:
    """One more case has gone to this person, in the transaction in which it goes."""
    ours = select(BriefingRow).where(BriefingRow.key == handing.key, BriefingRow.receiver == receiver)
    row = session.exec(ours.with_for_update()).first() or BriefingRow(
        key=handing.key, receiver=receiver, giver=handing.giver, by=handing.by, numbers=[]
    )
    row.numbers = [*row.numbers, number]
    row.due_at = due_at
    session.add(row)
    session.flush()


def of_press(session: Session, key: str) -> list[int]:
    """The numbers of the briefings that came out of a press."""
    return [one for one in session.exec(select(BriefingRow.id).where(BriefingRow.key == key)) if one is not None]


def take(session: Session, number: int) -> Briefing | None:
    """To be told now, and by nobody else; None where it has been."""
    row = session.exec(select(BriefingRow).where(BriefingRow.id == number).with_for_update()).first()
    if row is None:
        return None
    told = Briefing(f"{row.key}:{row.numbers[0]}", row.receiver, row.giver, row.by, tuple(row.numbers))
    session.delete(row)
    session.flush()
    return told


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Those whose press was cut off: nothing more has gone with them for a while."""
    wanted = select(BriefingRow.id).where(BriefingRow.due_at <= now).order_by(col(BriefingRow.due_at)).limit(limit)
    return [number for number in session.exec(wanted) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When one is to be told at the latest."""
    return session.exec(select(func.min(BriefingRow.due_at))).one()


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be told: it is tried again a little later."""
    row = session.exec(select(BriefingRow).where(BriefingRow.id == number)).one()
    row.due_at = now + _LATER
    session.add(row)
    session.flush()
