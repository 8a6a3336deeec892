"""Timers: reminder rows kept in step with their case, and claimed when they fall due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.vocabulary import TimerKind
from storage.tables import TimerRow

_MOOT, _FIRED = "moot", "fired"
_FURTHEST = timedelta(hours=2)
_EACH_TIME_ANEW = frozenset({TimerKind.SNOOZE_OVER, TimerKind.APPROVAL_LATE})


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
        elif known.outcome != _FIRED or kind in _EACH_TIME_ANEW:
            known.due_at, known.settled_at, known.outcome = due_at, None, None
            known.failures, known.not_before = 0, None
    session.flush()


def due_timers(session: Session, now: datetime, limit: int) -> list[DueTimer]:
    """The pending timers whose time has come, earliest first."""
    return [_value(row) for row in session.exec(_due(now, limit))]


def take_due(session: Session, now: datetime, limit: int) -> list[DueTimer]:
    """The same, ours until the transaction ends; what another process has at this moment is left to it."""
    return [_value(row) for row in session.exec(_due(now, limit).with_for_update(skip_locked=True))]


def claim_timer(session: Session, timer: DueTimer, now: datetime, *, moot: bool) -> bool:
    """Settle it; False when another process or an earlier run got there first."""
    claimed = session.execute(
        update(TimerRow)
        .where(col(TimerRow.id) == timer.id, col(TimerRow.settled_at).is_(None))
        .values(settled_at=now, outcome=_MOOT if moot else _FIRED)
        .returning(col(TimerRow.id))
    )
    return claimed.first() is not None


def fired(session: Session, case_id: int, kinds: Collection[TimerKind], since: datetime) -> list[datetime]:
    """When these of a case fired, of those that were due since then."""
    found = session.exec(
        select(TimerRow.settled_at).where(
            TimerRow.case_id == case_id,
            col(TimerRow.kind).in_(kinds),
            TimerRow.outcome == _FIRED,
            col(TimerRow.due_at) >= since,
        )
    ).all()
    return [at for at in found if at]


def put_off(session: Session, timer: DueTimer, now: datetime) -> None:
    """It could not fire: it stays, and is tried again, ever later, at the most once an hour."""
    row = session.exec(select(TimerRow).where(TimerRow.id == timer.id)).one()
    row.failures += 1
    row.not_before = now + min(timedelta(seconds=5 * 2 ** min(row.failures, 12)), timedelta(hours=1))
    session.add(row)
    session.flush()


def count_failing(session: Session) -> int:
    """How many timers could not fire at the last try."""
    failing = (col(TimerRow.settled_at).is_(None), col(TimerRow.not_before).is_not(None))
    return session.exec(select(func.count(col(TimerRow.id))).where(*failing)).one()


def next_due(session: Session) -> datetime | None:
    """When the earliest pending timer falls due, or is tried again where it could not fire."""
    is_put_off = col(TimerRow.not_before) > TimerRow.due_at
    tried_at = case((is_put_off, col(TimerRow.not_before)), else_=col(TimerRow.due_at))
    found: datetime | None = session.exec(select(func.min(tried_at)).where(col(TimerRow.settled_at).is_(None))).one()
    return found


def _due(now: datetime, limit: int) -> SelectOfScalar[TimerRow]:
    """A moment further ahead than anything is put off shows a clock put back."""
    return (
        select(TimerRow)
        .where(
            col(TimerRow.settled_at).is_(None),
            col(TimerRow.due_at) <= now,
            or_(
                col(TimerRow.not_before).is_(None),
                col(TimerRow.not_before) <= now,
                col(TimerRow.not_before) > now + _FURTHEST,
            ),
        )
        .order_by(col(TimerRow.due_at), col(TimerRow.id))
        .limit(limit)
    )


def _value(row: TimerRow) -> DueTimer:
    assert row.id is not None
    return DueTimer(row.id, row.case_id, TimerKind(row.kind), row.generation, row.due_at)
