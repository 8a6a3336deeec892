"""Corrections: what people made of the bot's judgement. A regrade in the timeline is a label, and is never changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.rules.figures import Corrections, Judged
from bot.vocabulary import Action, Category, Grade, Status
from storage.tables import CaseRow, EventRow, ReviewRow


@dataclass(frozen=True)
class CorrectedReview:
    """A review as people settled it: with the category they chose, or as no complaint at all (`is_negative` False)."""

    review_id: int
    text: str
    is_negative: bool
    category: Category | None


@dataclass
class _Settled:
    """A case's category or grade: what the bot had said, and what stands since people had their say."""

    said: str | None
    stands: str | None


def corrections(session: Session, begin: datetime, end: datetime) -> Corrections:
    """Of the cases opened in this time: how many of each category and grade people corrected so far, and to what."""
    opened = session.exec(
        select(CaseRow.id, CaseRow.category, CaseRow.grade, CaseRow.status).where(
            col(CaseRow.opened_at) >= begin, col(CaseRow.opened_at) < end
        )
    ).all()
    categories = {number or 0: _Settled(category, category) for number, category, *_ in opened}
    grades = {number or 0: _Settled(grade, grade) for number, _, grade, _ in opened}
    regrades = (
        select(EventRow.case_id, EventRow.facts)
        .join(CaseRow, col(CaseRow.id) == col(EventRow.case_id))
        .where(EventRow.what == Action.REGRADE, col(CaseRow.opened_at) >= begin, col(CaseRow.opened_at) < end)
        .order_by(col(EventRow.id).desc())
    )
    for case_id, facts in session.exec(regrades):  # backwards: in the end stands what was before the first
        _step_back(categories[case_id], facts, "category")
        _step_back(grades[case_id], facts, "grade")
    return Corrections(
        cases=len(opened),
        corrected=sum(
            _is_corrected(categories[number or 0]) or _is_corrected(grades[number or 0]) for number, *_ in opened
        ),
        dismissed=sum(status == Status.DISMISSED for *_, status in opened),
        by_category=tuple(_judged(categories.values(), (*Category, None))),
        by_grade=tuple(_judged(grades.values(), tuple(reversed(Grade)))),
    )


def corrected_reviews(session: Session) -> list[CorrectedReview]:
    """Every review whose category people changed, or that they found to be no complaint: what to learn from."""
    changed = select(EventRow.case_id, EventRow.facts).where(EventRow.what == Action.REGRADE)
    regraded = {case_id for case_id, facts in session.exec(changed) if "category_after" in facts}
    rows = session.exec(
        select(ReviewRow.id, ReviewRow.text, CaseRow.category, CaseRow.status)
        .join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .where(or_(col(CaseRow.status) == Status.DISMISSED, col(CaseRow.id).in_(regraded)), col(ReviewRow.text) != "")
        .order_by(col(ReviewRow.id))
    )
    found = []
    for review_id, text, category, status in rows:
        is_negative = status != Status.DISMISSED
        settled = Category(category) if is_negative and category else None
        found.append(CorrectedReview(review_id or 0, text, is_negative, settled))
    return found


def _step_back(settled: _Settled, facts: Mapping[str, Any], what: str) -> None:
    if f"{what}_after" in facts:
        settled.said = facts.get(f"{what}_before")


def _is_corrected(settled: _Settled) -> bool:
    return settled.said != settled.stands


def _judged(settled: Iterable[_Settled], order: tuple[Any, ...]) -> Iterator[Judged]:
    """One line for each that the bot has said, in the trade's order."""
    told: dict[str | None, list[_Settled]] = defaultdict(list)
    for one in settled:
        told[one.said].append(one)
    for said in order:
        if found := told.get(said):
            changed = Counter(one.stands for one in found if _is_corrected(one))
            yield Judged(said, len(found), changed.total(), changed.most_common(1)[0][0] if changed else None)
