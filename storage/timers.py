"""Timers: reminder rows kept in step with their case, and claimed when they fall due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from bot.vocabulary import TimerKind
from storage.tables import TimerRow

_MOOT, _FIRED = "moot", "fired"


@dataclass(frozen=True)
class DueTimer:
    """A timer whose time has come."""

    id: int
    case_id: int
    kind: TimerKind
    generation: int
    due_at: datetime


def keep_in_step(
    session: Session, case_id: int, generation: int, wanted: Mapping[TimerKind, datetime], now: datetime
) -> None:
    """Make the pending timers of a case exactly `wanted`: settle the moot, move the moved, add the missing.

    What has fired for a moment is never said again for that moment, whatever generation the case is in; except by a
    sleeping timer, since each snooze is a new promise.
    """
    rows = session.exec(select(TimerRow).where(TimerRow.case_id == case_id)).all()
    for row in rows:
        if row.settled_at is None and (row.generation != generation or TimerKind(row.kind) not in wanted):
            row.settled_at, row.outcome = now, _MOOT
    ours = {TimerKind(row.kind): row for row in rows if row.generation == generation}
    said = {(TimerKind(row.kind), row.due_at) for row in rows if row.outcome == _FIRED}
    for kind, due_at in wanted.items():
        known = ours.get(kind)
        if (kind, due_at) in said and kind is not TimerKind.SNOOZE_OVER:
            continue
        if known is None:
            session.add(TimerRow(case_id=case_id, kind=kind, generation=generation, due_at=due_at))
        elif known.outcome != _FIRED or kind is TimerKind.SNOOZE_OVER:
            known.due_at, known.settled_at, known.outcome = due_at, None, None
    session.flush()


def due_timers(session: Session, now: datetime, limit: int, besides: Collection[int] = ()) -> list[DueTimer]:
    """The pending timers whose time has come, earliest first, without those `besides` (ids)."""
    rows = session.exec(
        select(TimerRow)
        .where(col(TimerRow.settled_at).is_(None), col(TimerRow.due_at) <= now, col(TimerRow.id).not_in(list(besides)))
        .order_by(col(TimerRow.due_at), col(TimerRow.id))
        .limit(limit)
    )
    return [_value(row) for row in rows]


def claim_timer(session: Session, timer: DueTimer, now: datetime, *, moot: bool) -> bool:
    """Settle it; False when another process or an earlier run got there first."""
    claimed = session.execute(
        update(TimerRow)
        .where(col(TimerRow.id) == timer.id, col(TimerRow.settled_at).is_(None))
        .values(settled_at=now, outcome=_MOOT if moot else _FIRED)
        .returning(col(TimerRow.id))
    )
    return claimed.first() is not None


def next_due(session: Session) -> datetime | None:
    """When the earliest pending timer falls due."""
    return session.exec(select(func.min(TimerRow.due_at)).where(col(TimerRow.settled_at).is_(None))).one()


def _value(row: TimerRow) -> DueTimer:
    assert row.id is not None
    return DueTimer(row.id, row.case_id, TimerKind(row.kind), row.generation, row.due_at)
