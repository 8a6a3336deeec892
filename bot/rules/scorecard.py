"""Scorecard: a month's work of one person in five parts and a total, with intervals; and the policy behind it.

Reviews that were amended are no part of it, nor are drills, check-ins and load: nothing here is given them to read.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.duration import Duration
from bot.rules.scorecard_shrinking import Estimate, Item, Tally, above, estimate, tally_of

FEWEST_TO_COMPARE = 5  # people with enough cases: with fewer a third would be one person
_NEAR = 1e-9


class Part(StrEnum):
    """What a card is made of. `STRIKE` is none of the five: it makes the total 0, and may be contested as they may."""

    RESOLUTION = "resolution"
    CONTACT = "contact"
    REPURCHASE = "repurchase"
    QUALITY = "quality"
    REPEAT = "repeat"
    STRIKE = "strike"


PARTS = (Part.RESOLUTION, Part.CONTACT, Part.REPURCHASE, Part.QUALITY, Part.REPEAT)


class ScorecardRules(BaseModel):
    """The policy's `[scorecard]`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    monthly: bool = True
    day: int = Field(default=8, ge=3, le=20)
    contest: Duration = timedelta(days=5)
    fewest: int = Field(default=20, ge=5, le=200)
    prior: float = Field(default=20, ge=1, le=200)
    repeat_within: Duration = timedelta(days=30)
    sample: int = Field(default=5, ge=0, le=20)
    weights: dict[Part, float] = Field(
        default_factory=lambda: dict(zip(PARTS, (0.35, 0.15, 0.20, 0.15, 0.15), strict=True)), validate_default=False
    )

    @field_validator("weights")
    @classmethod
    def _sum_to_one(cls, weights: dict[Part, float]) -> dict[Part, float]:
        whole = abs(sum(weights.values()) - 1) < _NEAR
        if set(weights) != set(PARTS) or min(weights.values()) < 0 or not whole:
            raise ValueError("a share for each of resolution, contact, repurchase, quality and repeat, 1 together")
        return weights


@dataclass(frozen=True)
class Strike:
    """A compliance strike with its evidence. `rule` is one of the linter's."""

    case_id: int
    rule: str
    quote: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """The cases behind one part, and the shop's mean of it; None where the shop has nothing to go by."""

    prior: float | None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Counted:
    """The same, added up."""

    prior: float | None
    tally: Tally


@dataclass(frozen=True)
class PartScore:
    """One part as it is told. `share` is its part of the total; 0 where the shop measures no such thing."""

    part: Part
    share: float
    found: Estimate | None

    @property
    def cases(self) -> int:
        """How many cases it rests on."""
        return self.found.n if self.found else 0


class Third(StrEnum):
    """Where somebody stands among those with enough cases, told to themselves alone."""

    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"


@dataclass(frozen=True)
class Total:
    """The weighted sum, 0 to 1, and its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Scorecard:
    """A month of one person. Without a `total` there are too few cases to make one."""

    user_id: str
    month: date
    cases: int
    fewest: int
    parts: tuple[PartScore, ...]
    total: Total | None
    strikes: tuple[Strike, ...] = ()
    third: Third | None = None
    waiting: int = 0  # cases that the next card counts: what became of them is not known yet

    @property
    def is_comparable(self) -> bool:
        """Whether it may be set beside others: there are enough cases."""
        return self.before_strikes is not None

    @property
    def before_strikes(self) -> Total | None:
        """The total as the work makes it: a strike changes nothing for anybody else, nor where its owner stands.

        Square-and-add of the parts' reaches (Zou & Donner 2008, https://doi.org/10.1002/sim.3095).
        """
        parts = [(one.share, one.found) for one in self.parts if one.found]
        if self.cases < self.fewest or not parts:
            return None
        value = sum(share * one.value for share, one in parts)
        down = math.sqrt(sum((share * (one.value - one.low)) ** 2 for share, one in parts))
        up = math.sqrt(sum((share * (one.high - one.value)) ** 2 for share, one in parts))
        value = min(1.0, max(0.0, value))
        return Total(value, max(0.0, value - down), min(1.0, value + up))


@dataclass(frozen=True)
class TeamMonth:
    """The means of a month's cards by part, and of how many people; who they are is not in it."""

    month: date
    people: int
    means: Mapping[Part, float]
    total: float | None

    @property
    def is_tellable(self) -> bool:
        """Whether nobody can be told apart in the means."""
        return self.people >= FEWEST_TO_COMPARE


def team_of(month: date, cards: Sequence[Scorecard]) -> TeamMonth:
    """Of those who had cases."""
    had = [one for one in cards if one.cases]
    means: dict[Part, float] = {}
    for place, part in enumerate(PARTS):
        known = [found.value for one in had if (found := one.parts[place].found) and found.n]
        if len(known) >= FEWEST_TO_COMPARE:
            means[part] = sum(known) / len(known)
    totals = [total.value for one in had if (total := one.before_strikes)]
    return TeamMonth(month, len(had), means, sum(totals) / len(totals) if len(totals) >= FEWEST_TO_COMPARE else None)


def month_before(month: date) -> date:
    """The first of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """The first of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def freezes_at(month: date, rules: ScorecardRules, at: time, zone: ZoneInfo) -> datetime:
    """When a month's cards are frozen: on the policy's day of the next month.

    On the eighth whatever was resolved in the month has had its week to come back.
    """
    return datetime.combine(month_after(month).replace(day=rules.day), at, zone)


def scorecard_of(
    user_id: str,
    month: date,
    counted: Mapping[Part, Counted],
    rules: ScorecardRules,
    strikes: Sequence[Strike] = (),
) -> Scorecard:
    """The five parts, shrunk, and their weighted sum. What the shop does not measure leaves its share to the rest.

    A person's part without a case is the shop's mean, to which few cases would have come near anyway.
    """
    found = {part: _estimated(part, counted.get(part), rules.prior) for part in PARTS}
    measured = sum(rules.weights[part] for part, one in found.items() if one)
    parts = tuple(
        PartScore(part, rules.weights[part] / measured if one and measured else 0.0, one) for part, one in found.items()
    )
    cases = found[Part.RESOLUTION]
    card = Scorecard(user_id, month, cases.n if cases else 0, rules.fewest, parts, None, tuple(strikes))
    return replace(card, total=Total(0.0, 0.0, 0.0) if card.strikes else card.before_strikes)


def counted_of(evidence: Mapping[Part, Evidence]) -> dict[Part, Counted]:
    """Added up."""
    return {part: Counted(one.prior, tally_of(one.items)) for part, one in evidence.items()}


def without(evidence: Mapping[Part, Evidence], part: Part, case_id: int) -> dict[Part, Evidence]:
    """The same but for one case in one part."""
    return {
        name: replace(one, items=tuple(item for item in one.items if item.case_id != case_id)) if name is part else one
        for name, one in evidence.items()
    }


def thirds(cards: Sequence[Scorecard]) -> dict[str, Third]:
    """Who stands in which third of those who may be compared, strikes apart; equals stand together.

    Nobody where they are few.
    """
    totals = {one.user_id: total.value for one in cards if (total := one.before_strikes)}
    if len(totals) < FEWEST_TO_COMPARE:
        return {}
    order = list(Third)
    return {
        user: order[sum(other > value + _NEAR for other in totals.values()) * 3 // len(totals)]
        for user, value in totals.items()
    }


def _estimated(part: Part, one: Counted | None, strength: float) -> Estimate | None:
    if one is None or one.prior is None:
        return None
    if part is Part.REPURCHASE:
        return above(one.tally, one.prior, strength)
    return estimate(one.tally, one.prior, strength)
