"""Rota: single days of people that are other than the policy says, and who changed them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from bot.policy.rota import Change, Entry, Off, What
from storage.tables import RotaChangeRow, RotaEntryRow


@dataclass(frozen=True)
class Entered:
    """A day as it is kept: why somebody is off, and the event of a calendar that says so."""

    entry: Entry
    kind: Off | None = None
    uid: str = ""


def entries(session: Session, first: date, last: date) -> list[Entry]:
    """The entries of these days, everybody's; why somebody is off stays sealed."""
    row = RotaEntryRow
    found = session.execute(
        sql_select(col(row.user_id), col(row.day), col(row.shift), col(row.calendar)).where(
            col(row.day) >= first, col(row.day) <= last
        )
    )
    return [Entry(user, day, shift, calendar) for user, day, shift, calendar in found]


def kinds(session: Session, first: date, last: date) -> dict[tuple[str, date], Off]:
    """Why people are off on these days; what somebody entered counts before what a calendar says."""
    row = RotaEntryRow
    off = select(row).where(col(row.day) >= first, col(row.day) <= last, col(row.shift).is_(None))
    rows = session.exec(off.order_by(col(row.calendar).desc())).all()
    return {(one.user_id, one.day): Off(one.kind) for one in rows if one.kind}


def of_calendar(session: Session, calendar: str, since: date) -> list[Entered]:
    """What was read from a calendar, from this day on."""
    row = RotaEntryRow
    rows = session.exec(select(row).where(col(row.calendar) == calendar, col(row.day) >= since)).all()
    return [
        Entered(Entry(one.user_id, one.day, one.shift, one.calendar), Off(one.kind) if one.kind else None, one.uid)
        for one in rows
    ]


def enter(session: Session, days: Sequence[Entered], *, at: datetime, by: str | None = None) -> None:
    """Instead of what was entered for these days, or what their calendar said of them; each day once."""
    places: dict[tuple[str, str], list[date]] = defaultdict(list)
    for one in days:
        places[one.entry.user_id, one.entry.calendar].append(one.entry.day)
    for (user, calendar), some in places.items():
        remove(session, user, some, calendar=calendar)
    session.add_all(
        RotaEntryRow(**asdict(one.entry), kind=one.kind, uid=one.uid, made_by=by, made_at=at) for one in days
    )
    session.flush()


def remove(session: Session, user_id: str, days: Collection[date], *, calendar: str | None = None) -> None:
    """Entries of a person; those of all calendars unless one is named, '' being what somebody entered."""
    row = RotaEntryRow
    gone = delete(row).where(col(row.user_id) == user_id, col(row.day).in_(days))
    session.execute(gone if calendar is None else gone.where(col(row.calendar) == calendar))


def note_change(session: Session, change: Change) -> int:
    """Who changed what; the number of the change."""
    row = RotaChangeRow(
        at=change.at,
        by=change.by,
        calendar=change.calendar,
        user_id=change.user_id,
        first=change.first,
        last=change.last,
        what=change.what,
        shift=change.shift,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def changes(session: Session, limit: int) -> list[Change]:
    """The newest first."""
    rows = session.exec(select(RotaChangeRow).order_by(col(RotaChangeRow.id).desc()).limit(limit)).all()
    return [
        Change(row.at, row.user_id, row.first, row.last, What(row.what), row.shift, row.by, row.calendar)
        for row in rows
    ]


def forget(session: Session, before: date, limit: int) -> int:
    """Up to `limit` entries of days before this one; how many there were. The changes stay."""
    old = select(RotaEntryRow.id).where(col(RotaEntryRow.day) < before).order_by(col(RotaEntryRow.day)).limit(limit)
    numbers = session.exec(old).all()
    if numbers:
        session.execute(delete(RotaEntryRow).where(col(RotaEntryRow.id).in_(numbers)))
    return len(numbers)
