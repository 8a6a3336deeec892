"""Scorecard contests: what agents contest in their cards, and what was decided; a row is decided once."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.rules.scorecard import Part
from bot.rules.scorecard_contests import Contest, ContestStand
from storage import quality_checks
from storage.tables import ScorecardContestRow, ScorecardRow
from storage.upserts import add_once


def add(session: Session, one: Contest) -> Contest | None:
    """Keep a new one; None where this case was contested in this part before."""
    where = {"card_id": one.card_id, "case_id": one.case_id, "part": one.part}
    if not add_once(
        session,
        ScorecardContestRow,
        where | {"reason": one.reason, "asked_at": one.asked_at, "stand": one.stand, "answer": ""},
    ):
        return None
    wanted = (one.case_id, one.part)
    return next(known for known in of_card(session, one.card_id) if (known.case_id, known.part) == wanted)


def of_card(session: Session, card_id: int) -> list[Contest]:
    """Everything contested in a card, in order."""
    rows = session.exec(
        select(ScorecardContestRow).where(ScorecardContestRow.card_id == card_id).order_by(col(ScorecardContestRow.id))
    ).all()
    owner = session.exec(select(ScorecardRow.user_id).where(ScorecardRow.id == card_id)).one()
    return [_value(session, row, owner) for row in rows]


def find(session: Session, number: int) -> Contest | None:
    """By its number."""
    row = session.get(ScorecardContestRow, number, populate_existing=True)
    if row is None:
        return None
    owner = session.exec(select(ScorecardRow.user_id).where(ScorecardRow.id == row.card_id)).one()
    return _value(session, row, owner)


def decide(session: Session, one: Contest) -> bool:
    """Write down what was decided; False where somebody was faster."""
    changed = session.execute(
        update(ScorecardContestRow)
        .where(col(ScorecardContestRow.id) == one.id, col(ScorecardContestRow.stand) == ContestStand.ASKED)
        .values(stand=one.stand, decided_by=one.decided_by, decided_at=one.decided_at, answer=one.answer)
        .returning(col(ScorecardContestRow.id))
    )
    return changed.first() is not None


def _value(session: Session, row: ScorecardContestRow, owner: str) -> Contest:
    assert row.id is not None
    part = Part(row.part)
    about_a_check = part in (Part.QUALITY, Part.STRIKE)
    return Contest(
        id=row.id,
        card_id=row.card_id,
        user_id=owner,
        case_id=row.case_id,
        part=part,
        reason=row.reason,
        asked_at=row.asked_at,
        checked_by=quality_checks.checkers(session, row.case_id) if about_a_check else (),
        stand=ContestStand(row.stand),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        answer=row.answer,
    )
