"""Figures: what the digest counts, as values; a rate keeps its numerator and denominator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.vocabulary import Category, Grade

ENOUGH = 20  # of so many on, an estimate goes without saying that it is one


@dataclass(frozen=True)
class Kept:
    """How many of those that had a clock and are decided kept it."""

    kept: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded to whole percent, 0 and 100 only for none and all; None where nothing was to be kept."""
        if not self.of:
            return None
        percent = round(100 * self.kept / self.of)
        return percent if self.kept in (0, self.of) else min(99, max(1, percent))


@dataclass(frozen=True)
class Denominators:
    """Orders and shipments of some days, what reviews and faults are related to; None where nobody told us."""

    orders: int | None
    shipments: int | None


@dataclass(frozen=True)
class PerOrders:
    """Negative reviews of the days whose orders are known, and those orders; `begun` days of the time have begun."""

    orders: int
    negative: int
    known_days: int
    begun: int

    @property
    def per_thousand(self) -> float | None:
        """None where there is nothing to divide by."""
        return 1000 * self.negative / self.orders if self.orders else None


@dataclass(frozen=True)
class Counted:
    """A number and the cases behind it, the first few."""

    count: int
    case_ids: tuple[int, ...]


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

    def shown(self) -> Iterator[Counted]:
        """Every number that has cases behind it."""
        yield from (self.cases, self.resolved, self.still_open, self.overdue)
        yield from self.by_grade.values()
        yield from self.by_category.values()
        yield from (Counted(product.cases, product.case_ids) for product in self.worst)


@dataclass(frozen=True)
class Standing:
    """How the work stands at this moment."""

    open: int
    open_urgent: int
    oldest_open: datetime | None
    in_hand: int
    overdue: int
    waiting: int
    resolved_today: int


@dataclass(frozen=True)
class BrokenPlace:
    """Where nothing gets through: a channel or user id, `*` for the workspace; Slack's word for why; since when."""

    channel: str
    because: str
    since: datetime


@dataclass(frozen=True)
class Backlog:
    """What waits to be sent to Slack. `late` is true when people should know."""

    waiting: int
    oldest: datetime | None
    dead: int
    late: bool
    broken: tuple[BrokenPlace, ...] = ()


@dataclass(frozen=True)
class Judged:
    """Of the `cases` that the bot gave this category or grade, how many people corrected, and mostly to what.

    None for `said` or `mostly` is "no particular topic"; `mostly` is None also where nothing was corrected.
    """

    said: str | None
    cases: int
    corrected: int
    mostly: str | None


@dataclass(frozen=True)
class Corrections:
    """How often people corrected the bot's judgement of the cases of some time; `dismissed`: found no complaint."""

    cases: int
    corrected: int
    dismissed: int
    by_category: tuple[Judged, ...]
    by_grade: tuple[Judged, ...]
