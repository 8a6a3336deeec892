"""Loads: what each member of the team holds now, and when a case was last given to them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import case
from sqlmodel import Session, col, func, select, update

from bot.rules.assignment import Load
from bot.rules.lifecycle import ACTIVE
from bot.vocabulary import Grade
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
    at = {user: moment for user, moment in given}
    return {user: replace(held.get(user, Load()), given_at=at.get(user)) for user in users}


def note_given(session: Session, user_id: str, at: datetime) -> None:
    """A new case was given to this person."""
    if not add_once(session, PersonRow, {"user_id": user_id, "given_at": at}):
        session.execute(update(PersonRow).where(col(PersonRow.user_id) == user_id).values(given_at=at))
