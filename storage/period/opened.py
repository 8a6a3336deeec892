"""Opened: the cases of a period by grade, category and day; which of their clocks were kept, and how they ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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
_DAY = timedelta(days=1)
_SLICE = 900  # seconds: every zone's days begin at a multiple of a quarter of an hour


@dataclass(frozen=True)
class Opened:
    """The cases opened then, counted in one pass by grade and category."""

    rows: Sequence[Any]

    def by_grade(self) -> dict[Grade, int]:
        """How many of each, the gravest first."""
        return {grade: sum(row.cases for row in self._of(grade)) for grade in reversed(Grade)}

    def by_category(self) -> dict[Category | None, int]:
        """The most first."""
        found: Counter[str | None] = Counter()
        for row in self.rows:
            found[row.category] += row.cases
        most_first = sorted(found.items(), key=lambda one: (-one[1], one[0] or ""))
        return {Category(name) if name else None: count for name, count in most_first}

    def ending(self) -> Ending:
        """How they stand now; a case that was opened again is not resolved."""
        every, good, over, dismissed = (self._sum(name) for name in ("cases", "good", "over", "dismissed"))
        pending = over - good
        return Ending(Kept(good, every - dismissed - pending), pending, dismissed)

    def clocks(self, tried_awake: int, reached_awake: int) -> Clocks:
        """With so many more that were tried and reached in time but for the customer's night."""
        tried, reached = self._kept("tried", self.rows), self._kept("reached", self.rows)
        return Clocks(
            self._kept("started", self._of(Grade.URGENT)),
            self._kept("started", self._of(Grade.IMPORTANT)),
            tried,
            reached,
            Kept(tried.kept + tried_awake, tried.of),
            Kept(reached.kept + reached_awake, reached.of),
        )

    def _of(self, grade: Grade) -> Sequence[Any]:
        return [row for row in self.rows if row.grade == grade]

    def _kept(self, clock: str, rows: Sequence[Any]) -> Kept:
        kept, decided = f"{clock}_kept", f"{clock}_decided"
        return Kept(sum(getattr(row, kept) for row in rows), sum(getattr(row, decided) for row in rows))

    def _sum(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.rows)


def opened(span: Span) -> Opened:
    """One pass over the cases."""
    is_over = col(CaseRow.status).in_((Status.RESOLVED, Status.CLOSED))
    confirmed = and_(col(CaseRow.status) == Status.CLOSED, col(CaseRow.satisfaction) >= _CONFIRMED)
    stood = and_(is_over, col(CaseRow.resolved_at) <= span.now - _STANDS)
    clocks = {"started": CaseRow.start_kept, "tried": CaseRow.contact_kept, "reached": CaseRow.reached_kept}
    keys = (col(CaseRow.grade), col(CaseRow.category))
    counts = [
        func.count().label("cases"),
        many(or_(confirmed, stood)).label("good"),
        many(is_over).label("over"),
        many(col(CaseRow.status) == Status.DISMISSED).label("dismissed"),
        *(many(col(clock).is_(True)).label(f"{name}_kept") for name, clock in clocks.items()),
        *(many(col(clock).is_not(None)).label(f"{name}_decided") for name, clock in clocks.items()),
    ]
    return Opened(span.session.execute(_of_cases(span, *keys, *counts).group_by(*keys)).all())


def by_day(span: Span) -> Counter[date]:
    """Cases by local date."""
    piece = quotient(epoch(span.session, col(CaseRow.opened_at)), _SLICE)
    days: Counter[date] = Counter()
    for number, count in span.session.execute(_of_cases(span, piece, func.count()).group_by(piece)):
        days[span.local_date(number * _SLICE)] += count
    return days


def kept_awake(span: Span, contact: ContactRules, window: timedelta) -> tuple[int, int]:
    """Of those that missed a clock, how many kept it but for the customer's night: of trying, and of reaching.

    `window`: within which a customer is to be contacted.
    """
    missed = or_(col(CaseRow.contact_kept).is_(False), col(CaseRow.reached_kept).is_(False))
    done = (col(CaseRow.attempted_at), col(CaseRow.contact_kept)), (col(CaseRow.reached_at), col(CaseRow.reached_kept))
    rows = span.session.execute(_of_cases(span, col(CaseRow.contact_due_at), *done[0], *done[1]).where(missed))

    def kept(due: datetime, at: datetime | None, is_kept: bool | None) -> bool:
        if is_kept is not False or at is None or at - due > window + _DAY:  # a night is shorter than a day
            return False
        return awake(contact, due - window, at, span.zone) <= window

    tried = reached = 0
    for due, attempted_at, contact_kept, reached_at, reached_kept in rows:
        tried += kept(due, attempted_at, contact_kept)
        reached += kept(due, reached_at, reached_kept)
    return tried, reached


def _of_cases(span: Span, *columns: Any) -> Select[Any]:
    """The cases opened then, beside their reviews only where the scope asks for it."""
    asked = sql_select(*columns).select_from(CaseRow)
    if span.needs_review:
        asked = asked.join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
    return asked.where(*span.opened())
