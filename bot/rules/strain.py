"""Strain: the emotional load of what came to somebody lately, and the limits above which they are spared.

It is not the weight of open cases, by which the least loaded is found: that falls when a case is resolved, strain with
the hours.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.duration import Duration
from bot.names import Name
from bot.policy.gateways import WebAddress
from bot.rules.shifts import Weekday
from bot.time_of_day import TimeOfDay
from bot.vocabulary import Grade

HALVINGS = 12  # older than so many times `halves_every` nothing is left that could be seen
FEWEST_FOR_MEAN = 3  # of fewer people a mean would tell of a person
FEWEST_FOR_SHARE = 5
_LONGEST = timedelta(days=2)


class Resource(BaseModel):
    """Where somebody finds help: a name, and a telephone number or a web address."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Name
    phone: Name | None = None
    url: WebAddress | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not (self.phone or self.url):
            raise ValueError('a phone such as "12356" or a url')
        return self


_HOTLINE = Resource.model_construct(name="全国统一心理援助热线", phone="12356", url=None)


class WellbeingRules(BaseModel):
    """The policy's `[wellbeing]`: how strain fades, how many intense cases are many, and the weekly question."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    halves_every: Duration = timedelta(hours=4)
    intense_from: int = Field(default=4, ge=1, le=5)
    soft: int = Field(default=3, ge=1, le=100)
    hard: int = Field(default=5, ge=1, le=100)
    within: Duration = timedelta(hours=4)
    pause: Duration = timedelta(minutes=30)
    checkin_day: Weekday | Literal["never"] = "fri"
    checkin_at: TimeOfDay = time(16, 0)
    resources: tuple[Resource, ...] = Field(default=(_HOTLINE,), max_length=5)

    @field_validator("halves_every", "within", "pause")
    @classmethod
    def _within_two_days(cls, length: timedelta) -> timedelta:
        if length > _LONGEST:
            raise ValueError("a length up to 2d")
        return length

    @model_validator(mode="after")
    def _soft_comes_first(self) -> Self:
        if self.soft > self.hard:
            raise ValueError("a soft limit that is not above the hard one")
        return self


class Because(StrEnum):
    """Why intense cases pause for somebody; told to nobody else."""

    HARD_LIMIT = "hard_limit"
    ABUSE = "abuse"


class Fullness(StrEnum):
    """How full somebody's day is."""

    LIGHT = "light"
    FULL = "full"
    HEAVY = "heavy"


@dataclass(frozen=True)
class Felt:
    """A case that came to somebody: when, how strongly it is worded, 1 to 5, and how grave it was then."""

    at: datetime
    intensity: int
    grade: Grade


@dataclass(frozen=True)
class Pause:
    """No intense case is given to somebody until then. `episode` is the number of the first of those that follow."""

    id: int
    user_id: str
    begun_at: datetime
    until: datetime
    because: Because
    episode: int


@dataclass(frozen=True)
class DayOfTeam:
    """Of one date: to how many people cases came, and what the highest strain of each of them makes together."""

    people: int
    peaks: float


@dataclass(frozen=True)
class TeamStrain:
    """The team and no person: the strain now of those to whom cases came within a day, and mean daily peaks.

    `over` of the `people` are above the soft limit; `week` and `before` are of the last seven days and of the four
    weeks before them, None where too few people or days make them. `pauses` are those of the last seven days.
    """

    people: int
    total: float
    over: int
    week: float | None
    before: float | None
    pauses: int

    @property
    def mean(self) -> float | None:
        """The mean strain now; None where it would tell of a person."""
        return self.total / self.people if self.people >= FEWEST_FOR_MEAN else None

    @property
    def share(self) -> str | None:
        """`none`, `some`, `half` or `most` are above the soft limit; None where too few took part."""
        if self.people < FEWEST_FOR_SHARE:
            return None
        if not self.over:
            return "none"
        share = self.over / self.people
        return "some" if share < 1 / 3 else "half" if share <= 2 / 3 else "most"


def is_intense(intensity: int, grade: Grade, rules: WellbeingRules) -> bool:
    """Whether a case is one of those that are counted: strongly worded, or urgent."""
    return intensity >= rules.intense_from or grade is Grade.URGENT


def strain(felt: Iterable[Felt], now: datetime, weights: Mapping[Grade, int], halves_every: timedelta) -> float:
    """The sum of intensity times the grade's weight, each halved with every `halves_every` since it came."""
    parts = (
        one.intensity * weights[one.grade] * math.exp2(-((now - one.at) / halves_every))
        for one in felt
        if one.at <= now
    )
    return math.fsum(parts)


def peak(
    felt: Iterable[Felt], begin: datetime, end: datetime, weights: Mapping[Grade, int], halves_every: timedelta
) -> float | None:
    """The highest strain between two moments, which is when something came; None where nothing came."""
    everything = list(felt)
    moments = {one.at for one in everything if begin <= one.at < end}
    return max((strain(everything, at, weights, halves_every) for at in moments), default=None)


def level(
    now: float, intense: int, rules: WellbeingRules, weights: Mapping[Grade, int], *, is_paused: bool
) -> Fullness:
    """By the limits in cases, or by as much strain as so many urgent ones make."""
    of_one = rules.intense_from * weights[Grade.URGENT]
    if is_paused or intense >= rules.hard or now >= rules.hard * of_one:
        return Fullness.HEAVY
    return Fullness.FULL if intense >= rules.soft or now >= rules.soft * of_one else Fullness.LIGHT


def mean_peak(days: Iterable[DayOfTeam]) -> float | None:
    """The mean daily peak of a person, over days on which enough people took part."""
    told = [one for one in days if one.people >= FEWEST_FOR_MEAN]
    people = sum(one.people for one in told)
    return sum(one.peaks for one in told) / people if people else None
