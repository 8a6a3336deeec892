"""Loads: what each member of the team holds now, and when a case was last given to them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import case
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select, update

from bot.rules.assignment import Load
from bot.rules.lifecycle import ACTIVE
from bot.vocabulary import Grade
from storage.case_lists import IS_IN_HAND, is_overdue
from storage.tables import CaseRow, PersonRow
from storage.upserts import add_once


def loads_of(session: Session, users: Collection[str], weights: Mapping[Grade, int]) -> dict[str, Load]:
    """The loads of these people; an open case weighs its grade's weight times its emotional intensity."""
    weight = case({grade.value: weight for grade, weight in weights.items()}, value=col(CaseRow.grade))
    rows = session.exec(
        select(CaseRow.owner, func.count(col(CaseRow.id)), func.sum(weight * col(CaseRow.intensity)))
        .where(col(CaseRow.owner).in_(sorted(users)), col(CaseRow.status).in_(sorted(ACTIVE)))
        .group_by(col(CaseRow.owner))
    ).all()
    held = {owner: Load(count, int(total)) for owner, count, total in rows if owner}
    given = session.exec(
        select(PersonRow.user_id, PersonRow.given_at).where(col(PersonRow.user_id).in_(sorted(users)))
    ).all()
    at = dict(given)
    return {user: replace(held.get(user, Load()), given_at=at.get(user)) for user in users}


def held_by_all(
    session: Session, now: datetime, grace: timedelta, weights: Mapping[Grade, int]
) -> list[tuple[str | None, Grade, int, int, int]]:
    """Of every owner and grade: how many cases are open, what they weigh, and how many are overdue."""
    weight = case({grade.value: weight for grade, weight in weights.items()}, value=col(CaseRow.grade))
    is_open = col(CaseRow.status).in_(sorted(ACTIVE))
    rows = session.execute(
        sql_select(
            col(CaseRow.owner),
            col(CaseRow.grade),
            func.count(case((is_open, 1))),
            func.sum(case((is_open, weight * col(CaseRow.intensity)), else_=0)),
            func.count(case((is_overdue(now, grace), 1))),
        )
        .where(IS_IN_HAND)
        .group_by(col(CaseRow.owner), col(CaseRow.grade))
    ).all()
    return [(owner, Grade(grade), cases, int(weighs), late) for owner, grade, cases, weighs, late in rows]


def resolved_since(session: Session, since: datetime) -> dict[str, int]:
    """How many cases each has resolved."""
    rows = session.exec(
        select(CaseRow.resolved_by, func.count(col(CaseRow.id)))
        .where(col(CaseRow.resolved_at) >= since)
        .group_by(col(CaseRow.resolved_by))
    ).all()
    return {user: count for user, count in rows if user}


def note_given(session: Session, user_id: str, at: datetime) -> None:
    """A new case was given to this person."""
    if not add_once(session, PersonRow, {"user_id": user_id, "given_at": at}):
        session.execute(update(PersonRow).where(col(PersonRow.user_id) == user_id).values(given_at=at))
