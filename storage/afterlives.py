"""Afterlives: what became of reviews after their cases were resolved, counted for a span of time."""

from collections import Counter
from datetime import datetime

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from bot.case_file import EarlierWording
from bot.rules.living import Afterlife, Wording, afterlife
from bot.vocabulary import ReviewChange
from storage.tables import CaseRow, ReviewRow, RevisionRow


def afterlives(session: Session, begin: datetime, end: datetime) -> Counter[Afterlife]:
    """Of the cases resolved in this time, and resolved still: one outcome each, as things stand now."""
    rows = session.execute(
        sql_select(
            col(CaseRow.resolved_at),
            col(ReviewRow.id),
            col(ReviewRow.changed_at),
            col(ReviewRow.change),
            col(ReviewRow.rating),
        )
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(CaseRow.resolved_at) >= begin, col(CaseRow.resolved_at) < end)
    ).all()
    counted: Counter[Afterlife] = Counter()
    for resolved_at, review_id, changed_at, change, rating in rows:
        if resolved_at is None or review_id is None or changed_at is None or changed_at <= resolved_at:
            counted[Afterlife.UNCHANGED] += 1
            continue
        then = _at(session, review_id, resolved_at)
        counted[afterlife(then, Wording(ReviewChange(change), rating))] += 1
    return counted


def earlier_wordings(session: Session, case_id: int) -> list[EarlierWording]:
    """Every wording of the review of a case, the newest first."""
    rows = session.exec(
        select(RevisionRow)
        .join(CaseRow, col(CaseRow.review_id) == col(RevisionRow.review_id))
        .where(CaseRow.id == case_id)
        .order_by(col(RevisionRow.number).desc())
    ).all()
    return [EarlierWording(row.at, ReviewChange(row.change), row.rating, row.text) for row in rows]


def _at(session: Session, review_id: int, moment: datetime) -> Wording:
    row = session.exec(
        select(RevisionRow)
        .where(RevisionRow.review_id == review_id, col(RevisionRow.at) <= moment)
        .order_by(col(RevisionRow.number).desc())
        .limit(1)
    ).first()
    return Wording(ReviewChange(row.change), row.rating) if row else Wording(ReviewChange.CREATED, None)
