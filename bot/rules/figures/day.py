"""Day: what the digest counts of one local day, each number with the cases behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.rules.figures.measures import Counted, Kept
from bot.vocabulary import Category, Grade, Level


@dataclass(frozen=True)
class WorstProduct:
    """A product with the cases that its reviews opened that day."""

    name: str
    cases: int
    case_ids: tuple[int, ...]


@dataclass(frozen=True)
class DayFigures:
    """One local day of the shop. Rates concern the cases opened that day, except follow-ups: those due that day."""

    day: date
    reviews: int
    negative: int
    neutral: int
    positive: int
    cases: Counted
    by_grade: dict[Grade, Counted]
    by_category: dict[Category | None, Counted]
    urgent_started: Kept
    important_started: Kept
    attempted: Kept
    reached: Kept
    followed_up: Kept
    resolved: Counted
    still_open: Counted
    overdue: Counted
    worst: tuple[WorstProduct, ...]
    cases_week_before: int
    risen: Mapping[Level, Counted] = field(default_factory=dict)

    def shown(self) -> Iterator[Counted]:
        """Every number that has cases behind it."""
        yield from (self.cases, self.resolved, self.still_open, self.overdue)
        yield from self.by_grade.values()
        yield from self.by_category.values()
        yield from self.risen.values()
        yield from (Counted(product.cases, product.case_ids) for product in self.worst)
