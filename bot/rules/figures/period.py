"""Period: what the desk counts of a week, a month or any span of local dates, for all of the shop or a part of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.figures.measures import Kept, Mean, Rate, Within
from bot.vocabulary import Category, Grade, Stage

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    """The part of the shop that is counted; nothing named is all of it."""

    store: str | None = None
    line: str | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class Period:
    """Local dates from `begin` to the one before `end`."""

    begin: date
    end: date

    @classmethod
    def month(cls, day: date) -> "Period":
        """The month that this day is of."""
        first = day.replace(day=1)
        return cls(first, (first + 31 * _DAY).replace(day=1))

    @classmethod
    def week(cls, day: date) -> "Period":
        """Monday to Sunday around this day."""
        monday = day - day.weekday() * _DAY
        return cls(monday, monday + 7 * _DAY)

    @property
    def days(self) -> int:
        """How many dates."""
        return (self.end - self.begin).days

    @property
    def last(self) -> date:
        """The last date."""
        return self.end - _DAY

    @property
    def before(self) -> "Period":
        """The month before a month, else as many days as this one has."""
        if self == Period.month(self.begin):
            return Period.month(self.begin - _DAY)
        return Period(self.begin - self.days * _DAY, self.begin)


@dataclass(frozen=True)
class Reviews:
    """Reviews that arrived, and what they read as now; praise is what is neither negative nor neutral."""

    total: int
    negative: int
    neutral: int
    rating: Mean

    @property
    def positive(self) -> int:
        """The rest."""
        return self.total - self.negative - self.neutral


@dataclass(frozen=True)
class Clocks:
    """Of the cases opened: which kept their clocks. `…_awake`: the same with the customer's quiet hours left out."""

    urgent_started: Kept
    important_started: Kept
    attempted: Kept
    reached: Kept
    attempted_awake: Kept
    reached_awake: Kept


@dataclass(frozen=True)
class Ending:
    """How the cases ended that were opened, those found no complaint aside.

    Resolved: confirmed by the customer, or not opened again for seven days. `pending`: resolved, and neither yet.
    """

    resolved: Kept
    pending: int
    dismissed: int


@dataclass(frozen=True)
class Aftermath:
    """Of the cases resolved: whose review was changed since; who bought again, of those whose customer is known.

    `still_open`: of these, how many may still buy again in time.
    """

    changed: Kept
    bought_again: Kept
    still_open: int


@dataclass(frozen=True)
class ProductFigures:
    """One product: its reviews that arrived, what they complain of, and how many there were for each order."""

    store: str
    line: str
    sku: str
    name: str
    reviews: int
    negative: int
    rating: Mean
    by_category: dict[Category | None, int]
    rate: Rate


@dataclass(frozen=True)
class LineFigures:
    """One product line, over its products."""

    line: str
    reviews: int
    negative: int
    rating: Mean
    rate: Rate


@dataclass(frozen=True)
class DayCount:
    """The cases opened on one local date, and its orders where anybody told us."""

    day: date
    cases: int
    orders: int | None


@dataclass(frozen=True)
class CauseCount:
    """Settled findings of one cause in one department."""

    stage: Stage
    department: str
    named: str
    count: int


@dataclass(frozen=True)
class LevelFigures:
    """One level of the ladder in cases of one grade: how often it was carried out, what it cost, what came of it.

    `resolved` counts those whose case is resolved and was not opened again; `content` the call-backs with 4 or 5.
    """

    level: int
    grade: Grade
    carried_out: int
    cost_cents: int
    resolved: Kept
    content: Kept


@dataclass(frozen=True)
class PeriodFigures:
    """All of it. `alert` is from the arrival of a review to its own card in Slack."""

    period: Period
    scope: Scope
    reviews: Reviews
    cases: int
    by_grade: dict[Grade, int]
    by_category: dict[Category | None, int]
    clocks: Clocks
    alert: Within
    ending: Ending
    aftermath: Aftermath
    quality: Rate
    errors: Rate
    daily: tuple[DayCount, ...]
    products: tuple[ProductFigures, ...]
    lines: tuple[LineFigures, ...]
    causes: tuple[CauseCount, ...]
    causes_open: int
    levels: tuple[LevelFigures, ...]
