"""Escalations: the steps that hold for a case, kept in step with it, and each told once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from bot.case import Case
from bot.rules.escalation import Ladder, Miss, Reached, miss_of
from bot.vocabulary import Escalation, Grade, Level
from storage.tables import CaseRow, EscalationStepRow

_MOOT, _TOLD = "moot", "told"
_LATER = timedelta(minutes=5)


@dataclass(frozen=True)
class DueStep:
    """A step whose time has come."""

    id: int
    case_id: int
    miss: Miss
    level: Level
    due_at: datetime
    tell_at: datetime


def written(ladder: Ladder) -> dict[str, Any]:
    """A ladder as a case's row keeps it."""
    steps = [[level.value, int(after.total_seconds())] for level, after in ladder.steps]
    return {"grade": ladder.grade.value, "since": ladder.since.isoformat(), "steps": steps}


def ladder_of(session: Session, case_id: int) -> Ladder | None:
    """The steps that hold for a case; None for one that was opened before there were any."""
    kept = session.exec(select(CaseRow.ladder).where(CaseRow.id == case_id)).first()
    if not kept:
        return None
    steps = tuple((Level(level), timedelta(seconds=after)) for level, after in kept["steps"])
    return Ladder(Grade(kept["grade"]), datetime.fromisoformat(kept["since"]), steps)


def note_ladder(session: Session, case_id: int, ladder: Ladder) -> None:
    """These steps hold for the case from now on."""
    session.execute(update(CaseRow).where(col(CaseRow.id) == case_id).values(ladder=written(ladder)))


def count_anew(session: Session, case_id: int, at: datetime) -> None:
    """Its steps stay, and count from now."""
    if ladder := ladder_of(session, case_id):
        note_ladder(session, case_id, replace(ladder, since=at))


def keep_in_step(
    session: Session,
    case_id: int,
    miss: Miss | None,
    wanted: Mapping[Level, tuple[datetime, datetime]],
    now: datetime,
    *,
    since: datetime | None = None,
) -> None:
    """Make the pending steps of a case exactly `wanted`, each with when it is due and when it is told.

    Of one missed deadline nobody is told twice, and nobody below whom it has reached. None is to be told before now,
    or before `since` where the change itself is known to come late; what waits already, waits on.
    """
    rows = session.exec(select(EscalationStepRow).where(EscalationStepRow.case_id == case_id)).all()
    ours = {Level(row.level): row for row in rows if miss and (row.what, row.missed_at) == (miss.what, miss.due_at)}
    highest = max((Level(row.reached).rank for row in ours.values() if row.reached), default=-1)
    open_to = {level: moments for level, moments in wanted.items() if level.rank > highest}
    for row in rows:
        if row.settled_at is None and (row not in ours.values() or Level(row.level) not in open_to):
            row.settled_at, row.outcome = now, _MOOT
            session.add(row)
    for level, (due_at, tell_at) in open_to.items():
        assert miss is not None
        row = ours.get(level) or EscalationStepRow(
            case_id=case_id, what=miss.what, missed_at=miss.due_at, level=level, due_at=due_at, tell_at=since or now
        )
        waits = row.settled_at is None and row.due_at == due_at
        tell_at = max(tell_at, row.tell_at if waits else since or now)
        row.due_at, row.tell_at, row.settled_at, row.outcome = due_at, tell_at, None, None
        session.add(row)
    session.flush()


def due(session: Session, now: datetime, limit: int) -> list[DueStep]:
    """The pending steps whose time has come, by case."""
    wanted = select(EscalationStepRow).where(
        col(EscalationStepRow.settled_at).is_(None), col(EscalationStepRow.tell_at) <= now
    )
    ordered = wanted.order_by(col(EscalationStepRow.case_id), col(EscalationStepRow.due_at)).limit(limit)
    return [_value(row) for row in session.exec(ordered.execution_options(populate_existing=True))]


def due_of(session: Session, case_id: int, now: datetime) -> list[DueStep]:
    """The same of one case."""
    return [
        _value(row)
        for row in session.exec(
            select(EscalationStepRow)
            .where(
                EscalationStepRow.case_id == case_id,
                col(EscalationStepRow.settled_at).is_(None),
                col(EscalationStepRow.tell_at) <= now,
            )
            .order_by(col(EscalationStepRow.due_at))
            .execution_options(populate_existing=True)
        )
    ]


def claim(session: Session, step: DueStep, now: datetime, reached: Level | None) -> bool:
    """Settle it as told, or as moot where it reached nobody; False when somebody else got there first."""
    claimed = session.execute(
        update(EscalationStepRow)
        .where(col(EscalationStepRow.id) == step.id, col(EscalationStepRow.settled_at).is_(None))
        .values(settled_at=now, outcome=_TOLD if reached else _MOOT, reached=reached)
        .returning(col(EscalationStepRow.id))
    )
    return claimed.first() is not None


def told(session: Session, case_id: int, miss: Miss) -> list[datetime]:
    """When steps of this missed deadline were told."""
    found = session.exec(
        select(EscalationStepRow.settled_at).where(
            EscalationStepRow.case_id == case_id,
            EscalationStepRow.what == miss.what,
            EscalationStepRow.missed_at == miss.due_at,
            EscalationStepRow.outcome == _TOLD,
        )
    ).all()
    return [at for at in found if at]


def wait(session: Session, steps: Collection[DueStep], until: datetime) -> None:
    """They are told then."""
    ids = [step.id for step in steps]
    session.execute(update(EscalationStepRow).where(col(EscalationStepRow.id).in_(ids)).values(tell_at=until))


def put_off(session: Session, steps: Collection[DueStep], now: datetime) -> None:
    """They could not be told: they are tried again a little later."""
    wait(session, steps, now + _LATER)


def next_due(session: Session) -> datetime | None:
    """When the earliest pending step is told."""
    return session.exec(
        select(func.min(EscalationStepRow.tell_at)).where(col(EscalationStepRow.settled_at).is_(None))
    ).one()


def reached(session: Session, cases: Collection[Case]) -> dict[int, Reached]:
    """How far up each of these cases has come over the deadline that it misses now."""
    missing = {case.id: miss for case in cases if (miss := miss_of(case))}
    if not missing:
        return {}
    rows = session.exec(
        select(EscalationStepRow)
        .where(col(EscalationStepRow.case_id).in_(missing), col(EscalationStepRow.reached).is_not(None))
        .order_by(col(EscalationStepRow.settled_at), col(EscalationStepRow.id))
    ).all()
    return {
        row.case_id: Reached(Level(row.reached), row.settled_at)
        for row in rows
        if row.reached and row.settled_at and Miss(Escalation(row.what), row.missed_at) == missing[row.case_id]
    }


def risen(session: Session, begin: datetime, end: datetime) -> dict[Level, tuple[int, ...]]:
    """Which cases came to each level in this time; one that came to several is at each of them."""
    rows = session.exec(
        select(EscalationStepRow.reached, EscalationStepRow.case_id)
        .where(
            col(EscalationStepRow.reached).is_not(None),
            col(EscalationStepRow.settled_at) >= begin,
            col(EscalationStepRow.settled_at) < end,
        )
        .distinct()
        .order_by(col(EscalationStepRow.case_id))
    ).all()
    found = {level: tuple(case_id for reached, case_id in rows if reached == level) for level in Level}
    return {level: cases for level, cases in found.items() if cases}


def _value(row: EscalationStepRow) -> DueStep:
    assert row.id is not None
    miss = Miss(Escalation(row.what), row.missed_at)
    return DueStep(row.id, row.case_id, miss, Level(row.level), row.due_at, row.tell_at)
