"""Occurrences: a daily job is done once per local date, however often the process restarts."""

from datetime import date, datetime

from sqlmodel import Session, select

from storage.tables import OccurrenceRow
from storage.upserts import add_once


def is_done(session: Session, name: str, local_date: date) -> bool:
    """Whether the job has had this date."""
    return session.get(OccurrenceRow, (name, local_date)) is not None


def done_since(session: Session, name: str, first: date) -> set[date]:
    """The dates from `first` on that the job has had."""
    rows = select(OccurrenceRow).where(OccurrenceRow.name == name, OccurrenceRow.local_date >= first)
    return {row.local_date for row in session.exec(rows)}


def win(session: Session, name: str, local_date: date, now: datetime) -> bool:
    """Take the occurrence in the current transaction; False when it is taken."""
    return add_once(session, OccurrenceRow, {"name": name, "local_date": local_date, "at": now})
