"""Opened: the cases of a period by grade, category and day; which of their clocks were kept, and how they ended."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, func

from bot.rules.figures import Kept
from bot.rules.figures.period import Clocks, Ending
from bot.rules.outreach import ContactRules, awake
from bot.vocabulary import Category, Grade, Status
from storage.period.span import Span
from storage.sql import epoch, many, quotient
from storage.tables import CaseRow, ReviewRow

_CONFIRMED = 3
_STANDS = timedelta(days=7)
_SLICE = 900  # seconds: every zone's days begin at a multiple of a quarter of an hour


def by_grade(span: Span) -> dict[Grade, int]:
    """How many cases of each, the gravest first."""
    found = dict(_counted_by(span, col(CaseRow.grade)))
    return {grade: found.get(grade, 0) for grade in reversed(Grade)}


def by_category(span: Span) -> dict[Category | None, int]:
    """The most first."""
    found = Counter(
        {Category(name) if name else None: count for name, count in _counted_by(span, col(CaseRow.category))}
    )
    return dict(found.most_common())


def by_day(span: Span) -> Counter[date]:
    """Cases by local date."""
    piece = quotient(epoch(span.session, col(CaseRow.opened_at)), _SLICE)
    days: Counter[date] = Counter()
    for number, count in _counted_by(span, piece):
        days[span.local_date(number * _SLICE)] += count
    return days


def clocks(span: Span, contact: ContactRules, window: timedelta) -> Clocks:
    """`window`: within which a customer is to be contacted, of which the quiet hours of `contact` take nothing away."""
    urgent, important = (col(CaseRow.grade) == grade for grade in (Grade.URGENT, Grade.IMPORTANT))
    start, tried, reached = (col(one) for one in (CaseRow.start_kept, CaseRow.contact_kept, CaseRow.reached_kept))
    counts = span.session.execute(
        _of_cases(
            span,
            many(urgent, start.is_(True)), many(urgent, start.is_not(None)),
            many(important, start.is_(True)), many(important, start.is_not(None)),
            many(tried.is_(True)), many(tried.is_not(None)),
            many(reached.is_(True)), many(reached.is_not(None)),
        )
    ).one()  # fmt: skip
    kept = [Kept(*counts[at : at + 2]) for at in range(0, len(counts), 2)]
    more_tried, more_reached = _kept_awake(span, contact, window)
    awake_of = [Kept(one.kept + more, one.of) for one, more in zip(kept[2:], (more_tried, more_reached), strict=True)]
    return Clocks(*kept, *awake_of)


def ending(span: Span) -> Ending:
    """How they stand now; a case that was opened again is not resolved."""
    is_over = col(CaseRow.status).in_((Status.RESOLVED, Status.CLOSED))
    confirmed = and_(col(CaseRow.status) == Status.CLOSED, col(CaseRow.satisfaction) >= _CONFIRMED)
    stood = and_(is_over, col(CaseRow.resolved_at) <= span.now - _STANDS)
    is_dismissed = col(CaseRow.status) == Status.DISMISSED
    resolved = or_(confirmed, stood)
    every, good, over, dismissed = span.session.execute(
        _of_cases(span, func.count(), many(resolved), many(is_over), many(is_dismissed))
    ).one()
    pending = over - good
    return Ending(Kept(good, every - dismissed - pending), pending, dismissed)


def _kept_awake(span: Span, contact: ContactRules, window: timedelta) -> tuple[int, int]:
    """Of those that missed a clock, how many kept it but for the customer's night: of trying, and of reaching."""
    missed = or_(col(CaseRow.contact_kept).is_(False), col(CaseRow.reached_kept).is_(False))
    rows = span.session.execute(
        _of_cases(
            span,
            col(CaseRow.contact_due_at),
            col(CaseRow.attempted_at),
            col(CaseRow.reached_at),
            col(CaseRow.contact_kept),
            col(CaseRow.reached_kept),
        ).where(missed)
    )

    def kept(due: datetime, done: datetime | None, is_kept: bool | None) -> bool:
        return is_kept is False and done is not None and awake(contact, due - window, done, span.zone) <= window

    tried = reached = 0
    for due, attempted_at, reached_at, contact_kept, reached_kept in rows:
        tried += kept(due, attempted_at, contact_kept)
        reached += kept(due, reached_at, reached_kept)
    return tried, reached


def _counted_by(span: Span, what: Any) -> list[Any]:
    return list(span.session.execute(_of_cases(span, what, func.count()).group_by(what)).all())


def _of_cases(span: Span, *columns: Any) -> Select[Any]:
    """The cases opened then, beside their reviews only where the scope asks for it."""
    asked = sql_select(*columns).select_from(CaseRow)
    if span.needs_review:
        asked = asked.join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
    return asked.where(*span.opened())
