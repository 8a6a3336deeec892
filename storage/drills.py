"""Drills: practice with a played customer; these rows are read by drills and by nothing that counts real work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.rules.drill_rubric import Part
from bot.rules.drills import SCORED, Drill, DrillStand, TeamDrills
from scripts_library.drills import Story
from storage.tables import DrillRow, DrillTurnRow
from storage.upserts import add_once

_LATER = timedelta(minutes=5)


def begin(session: Session, drill: Drill) -> Drill | None:
    """Keep a new one; it comes back with its number. None where this person has one that goes on."""
    if not add_once(session, DrillRow, _columns(drill)):
        return None
    return going(session, drill.user_id)


def going(session: Session, user_id: str) -> Drill | None:
    """The one that this person is in."""
    row = session.exec(select(DrillRow).where(DrillRow.user_id == user_id, DrillRow.stand == DrillStand.GOING)).first()
    return _value(row) if row else None


def find(session: Session, number: int) -> Drill | None:
    """By its number, only to be looked at."""
    row = session.get(DrillRow, number, populate_existing=True)
    return _value(row) if row else None


def load(session: Session, number: int) -> Drill | None:
    """By its number, to be changed: nobody else changes it meanwhile."""
    wanted = select(DrillRow).where(DrillRow.id == number).with_for_update()
    row = session.exec(wanted.execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def save(session: Session, drill: Drill) -> None:
    """Write over its row, which `load` has locked."""
    row = session.exec(select(DrillRow).where(DrillRow.id == drill.id)).one()
    for name, value in _columns(drill).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def add_turn(session: Session, number: int, turn: int, said: str, at: datetime, answered: str) -> None:
    """What was said and answered."""
    session.add(DrillTurnRow(drill_id=number, number=turn, said=said, said_at=at, answered=answered))
    session.flush()


def forget_words(session: Session, before: datetime, limit: int) -> int:
    """Of up to `limit` drills that ended before, nobody knows any more what was said; their scores stay. How many."""
    has_words = sql_select(col(DrillTurnRow.drill_id)).where(col(DrillTurnRow.drill_id) == col(DrillRow.id)).exists()
    old = select(DrillRow.id).where(col(DrillRow.ended_at) < before, has_words).order_by(col(DrillRow.ended_at))
    numbers = session.exec(old.limit(limit)).all()
    if numbers:
        session.execute(delete(DrillTurnRow).where(col(DrillTurnRow.drill_id).in_(numbers)))
    return len(numbers)


def said_in(session: Session, number: int) -> list[tuple[str, datetime, str]]:
    """What the trainee wrote, when, and what was answered, in order."""
    rows = session.exec(
        select(DrillTurnRow).where(DrillTurnRow.drill_id == number).order_by(col(DrillTurnRow.number))
    ).all()
    return [(row.said, row.said_at, row.answered) for row in rows]


def last_of(session: Session, user_id: str) -> Drill | None:
    """The newest of a person."""
    row = session.exec(
        select(DrillRow).where(DrillRow.user_id == user_id).order_by(col(DrillRow.begun_at).desc()).limit(1)
    ).first()
    return _value(row) if row else None


def scored_of(session: Session, user_id: str, besides: int, limit: int) -> list[Drill]:
    """The newest scored ones of a person, the oldest of them first."""
    rows = session.exec(
        select(DrillRow)
        .where(DrillRow.user_id == user_id, col(DrillRow.total).is_not(None), col(DrillRow.id) != besides)
        .order_by(col(DrillRow.begun_at).desc())
        .limit(limit)
    ).all()
    return [_value(row) for row in reversed(rows)]


def of_team(session: Session, begin_at: datetime, end: datetime) -> TeamDrills:
    """What was scored within this time: how many people, how many drills, and the average of each part."""
    told = session.execute(
        sql_select(
            func.count(func.distinct(col(DrillRow.user_id))),
            func.count(col(DrillRow.id)),
            *(func.avg(getattr(DrillRow, part)) for part in Part),
        ).where(col(DrillRow.ended_at) >= begin_at, col(DrillRow.ended_at) < end, col(DrillRow.total).is_not(None))
    ).one()
    people, count, *averages = told
    return TeamDrills(people, count, {part: float(one or 0) for part, one in zip(Part, averages, strict=True)})


def had_since(session: Session, users: Sequence[str], since: datetime) -> set[str]:
    """Who of them has finished one since then, or is in one."""
    counted = [*SCORED, DrillStand.GOING]
    return set(
        session.exec(
            select(DrillRow.user_id).where(
                col(DrillRow.user_id).in_(users), DrillRow.begun_at >= since, col(DrillRow.stand).in_(counted)
            )
        )
    )


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Those that were left alone so long that they end, the longest first."""
    wanted = select(DrillRow.id).where(col(DrillRow.wakes_at) <= now).order_by(col(DrillRow.wakes_at)).limit(limit)
    return [number for number in session.exec(wanted) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When one is left alone too long next."""
    return session.exec(select(func.min(DrillRow.wakes_at)).where(col(DrillRow.wakes_at).is_not(None))).one()


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be ended: it is tried again a little later."""
    row = session.exec(select(DrillRow).where(DrillRow.id == number)).one()
    row.wakes_at = now + _LATER
    session.add(row)
    session.flush()


def _columns(drill: Drill) -> dict[str, Any]:
    return {
        "user_id": drill.user_id,
        "persona": drill.persona,
        "seed": drill.seed,
        "story": {"product": drill.story.product, "words": drill.story.words},
        "begun_at": drill.begun_at,
        "stand": drill.stand,
        "turns": drill.turns,
        "wakes_at": drill.wakes_at,
        "ended_at": drill.ended_at,
        "total": drill.total,
        **{part: drill.marks.get(part) for part in Part},
    }


def _value(row: DrillRow) -> Drill:
    assert row.id is not None
    blank = Drill(
        id=row.id,
        user_id=row.user_id,
        persona=row.persona,
        seed=row.seed,
        story=Story(**row.story),
        begun_at=row.begun_at,
    )
    marks: dict[str, int] = {part: points for part in Part if (points := getattr(row, part)) is not None}
    return replace(
        blank,
        stand=DrillStand(row.stand),
        turns=row.turns,
        wakes_at=row.wakes_at,
        ended_at=row.ended_at,
        marks=marks,
        total=row.total,
    )
