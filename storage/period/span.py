"""Span: the moments that a period's local dates begin and end at, and the part of the shop that is counted, as SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from bot.rules.figures.period import Period, Scope
from storage.figures import bounds
from storage.tables import CaseRow, ReviewRow

Step = Callable[[str], None]


@dataclass(frozen=True)
class Span:
    """What is counted, and by when."""

    session: Session
    period: Period
    scope: Scope
    zone: ZoneInfo
    now: datetime

    @property
    def begin(self) -> datetime:
        """The first moment of the first date."""
        return bounds(self.period.begin, self.zone)[0]

    @property
    def end(self) -> datetime:
        """The first moment after the last."""
        return bounds(self.period.end, self.zone)[0]

    def local_date(self, seconds: int) -> date:
        """Of a moment in seconds since 1970."""
        return datetime.fromtimestamp(seconds, self.zone).date()

    def opened(self) -> list[ColumnElement[bool]]:
        """Cases opened then."""
        return [col(CaseRow.opened_at) >= self.begin, col(CaseRow.opened_at) < self.end, *self.of_case()]

    def resolved(self) -> list[ColumnElement[bool]]:
        """Cases resolved then, and resolved still."""
        return [col(CaseRow.resolved_at) >= self.begin, col(CaseRow.resolved_at) < self.end, *self.of_case()]

    def of_case(self) -> list[ColumnElement[bool]]:
        """The part of the shop, for a case joined with its review."""
        grade = [col(CaseRow.grade) == self.scope.grade] if self.scope.grade else []
        return [*grade, *self.of_review()]

    def of_review(self) -> list[ColumnElement[bool]]:
        """The same for a review by itself, which has no grade."""
        store = [col(ReviewRow.store) == self.scope.store] if self.scope.store else []
        line = [col(ReviewRow.line) == self.scope.line] if self.scope.line else []
        return [*store, *line]

    @property
    def needs_review(self) -> bool:
        """Whether a case can be counted only beside its review."""
        return bool(self.scope.store or self.scope.line)
