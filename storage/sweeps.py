"""Sweeps: a post that was in doubt is looked for again later: Slack may take a request long after we gave it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bot.messenger import Posted
from storage.choosing import CARD
from storage.errands import SKEW
from storage.tables import MessageRow

_NEXT = (timedelta(minutes=10), timedelta(hours=1))
_AGAIN = timedelta(minutes=1)
_REFUSED_AGAIN = timedelta(hours=1)
_REFUSED_LONG = timedelta(days=7)


@dataclass(frozen=True)
class Sweep:
    """A message that stands in Slack once, as we know; `since` is from when on another may have come to stand."""

    id: int
    key: str
    standing: Posted
    thread_ts: str | None
    since: datetime


def any_due(session: Session, now: datetime) -> bool:
    """Whether there is something to look for."""
    return session.exec(select(MessageRow.id).where(*_due(now)).limit(1)).first() is not None


def take_due(session: Session, now: datetime, limit: int) -> list[Sweep]:
    """Take some; who dies meanwhile leaves them to others after a minute."""
    rows = session.exec(
        select(MessageRow)
        .where(*_due(now))
        .order_by(col(MessageRow.sweep_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.sweep_at = now + _AGAIN
    session.flush()
    return [_sweep(session, row) for row in rows]


def is_standing(session: Session, sweep: Sweep) -> bool:
    """Whether it is still the message that we know: one that was deleted may be on its way anew."""
    return session.exec(select(MessageRow.posted_ts).where(MessageRow.id == sweep.id)).one() == sweep.standing.ts


def record(session: Session, sweep: Sweep, now: datetime) -> None:
    """It was looked for; ever later once more, and then it is enough."""
    row = session.exec(select(MessageRow).where(MessageRow.id == sweep.id).with_for_update()).one()
    row.sweep_at = now + _NEXT[row.sweeps] if row.sweeps < len(_NEXT) else None
    row.sweeps += 1
    session.flush()


def put_off(session: Session, sweep: Sweep, now: datetime) -> None:
    """Slack refused, as in a channel that is archived: again every hour for a week, then it is given up."""
    row = session.exec(select(MessageRow).where(MessageRow.id == sweep.id).with_for_update()).one()
    row.sweep_at = now + _REFUSED_AGAIN if now - sweep.since < _REFUSED_LONG else None
    session.flush()


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(MessageRow.sweep_at).is_not(None), col(MessageRow.sweep_at) <= now, col(MessageRow.posted_ts) != "")


def _sweep(session: Session, row: MessageRow) -> Sweep:
    assert row.id is not None
    assert row.posted_channel
    assert row.posted_ts
    thread = None
    if row.in_thread:
        card = (MessageRow.case_id == row.case_id, MessageRow.kind == CARD)
        thread = session.exec(select(MessageRow.posted_ts).where(*card)).first()
    standing = Posted(row.posted_channel, row.posted_ts)
    return Sweep(row.id, row.key, standing, thread, since=row.created_at - SKEW)
