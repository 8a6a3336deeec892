"""Morning: what the digest tells besides the day's figures: what waits, what is unusual, money, mood, load."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.rules.figures.day import DayFigures
from bot.rules.figures.measures import Kept, Mean
from bot.rules.unusual import Often
from bot.vocabulary import Grade

_OF_EACH = 2


class Matter(StrEnum):
    """What somebody has to decide or see to, the most pressing first."""

    UNSAFE = "unsafe"
    UNOWNED = "unowned"
    UNCLEAR = "unclear"
    COMPENSATION = "compensation"
    ALERT = "alert"
    CAUSE = "cause"
    REPLY = "reply"
    NOT_HELD = "not_held"
    NOT_STARTED = "not_started"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Pending:
    """One of them. `number` is its own, the case's where it is a case; what else its line says is in `facts`."""

    matter: Matter
    number: int
    since: datetime
    case_id: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Money:
    """Compensation in cents: carried out that day, how many times; asked for or granted in its month up to that day."""

    paid_cents: int
    paid: int
    month_cents: int


@dataclass(frozen=True)
class Mood:
    """How strong the emotion of new cases is, 1 to 5, that day and in the seven days before; who was content, of those
    who were called back that day and said.
    """

    intensity: Mean
    week_before: Mean
    content: Kept


@dataclass(frozen=True)
class Load:
    """Cases at work by owner, None for those of nobody; who is off today."""

    cases: Mapping[str | None, int]
    off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Telling:
    """How and when a day is told: `so_far` while it is not over, `is_late` when its morning was missed.

    `by_date`: it lies further back than yesterday. It is called by its date, as every late one is, and says nothing of
    this morning: the digest that comes with it does.
    """

    now: datetime
    so_far: bool = False
    is_late: bool = False
    by_date: bool = False


@dataclass(frozen=True)
class Morning:
    """All of it. `pending` are the first few of each kind, `waiting` how many there are.

    `days_known`: how many days there were to compare with. `fortnight` are cases by grade of the days up to this one.
    """

    day: DayFigures
    pending: tuple[Pending, ...]
    waiting: Mapping[Matter, int]
    unusual: tuple[Often, ...]
    days_known: int
    fortnight: Mapping[date, Mapping[Grade, int]]
    money: Money
    mood: Mood
    load: Load


def most_pressing(pending: tuple[Pending, ...], most: int) -> list[Pending]:
    """So many of them: two of each kind before a third of any, so that no kind hides the others; then by urgency."""
    order = {matter: place for place, matter in enumerate(Matter)}
    by_urgency = sorted(pending, key=lambda one: (order[one.matter], one.since, one.number))
    seen: dict[Matter, int] = {}
    places: list[tuple[bool, int, Pending]] = []
    for place, one in enumerate(by_urgency):
        seen[one.matter] = seen.get(one.matter, 0) + 1
        places.append((seen[one.matter] > _OF_EACH, place, one))
    chosen = sorted(places, key=lambda one: one[:2])[:most]
    return [one for _, _, one in sorted(chosen, key=lambda one: one[1])]
