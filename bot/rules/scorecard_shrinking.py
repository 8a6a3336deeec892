"""Scorecard shrinking: a person's share drawn towards the shop's mean, the more the fewer cases it rests on.

The share has a beta prior around the shop's mean that weighs as much as `strength` cases; what is told is the mean of
its posterior. Cases that weigh differently count by their effective number (Kish 1965): (sum of w)² / sum of w².
The interval is Wilson's, 95 %, of that mean on as many cases as evidence and prior weigh together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.rules import intervals

_HALF = 0.5


@dataclass(frozen=True)
class Item:
    """One case in one part: what it is worth, 0 to 1, how much it weighs, and what could be expected of it."""

    case_id: int
    value: float
    weight: float = 1.0
    expected: float = 0.0


@dataclass(frozen=True)
class Tally:
    """Items added up: how many, their weight, its squares, and weight times value and times what was expected."""

    n: int = 0
    weight: float = 0.0
    squares: float = 0.0
    got: float = 0.0
    expected: float = 0.0

    @property
    def effective(self) -> float:
        """How many equal cases tell as much."""
        return self.weight**2 / self.squares if self.squares else 0.0


@dataclass(frozen=True)
class Estimate:
    """A part of the card, 0 to 1. `raw` is the share before shrinking, None without a case; `prior` the shop's mean."""

    value: float
    low: float
    high: float
    n: int
    raw: float | None
    prior: float


def tally_of(items: Iterable[Item]) -> Tally:
    """Added up."""
    n, weight, squares, got, expected = 0, 0.0, 0.0, 0.0, 0.0
    for one in items:
        n += 1
        weight += one.weight
        squares += one.weight**2
        got += one.weight * one.value
        expected += one.weight * one.expected
    return Tally(n, weight, squares, got, expected)


def estimate(tally: Tally, prior: float, strength: float) -> Estimate:
    """The share, drawn towards the shop's mean `prior`."""
    raw, on = _unit(tally.got / tally.weight) if tally.weight else None, tally.effective
    value = prior if raw is None else _unit((on * raw + strength * prior) / (on + strength))
    low, high = intervals.share(value * (on + strength), on + strength)
    return Estimate(value, min(low, value), max(high, value), tally.n, raw, prior)


def above(tally: Tally, prior: float, strength: float) -> Estimate:
    """How far the share lies above what could be expected of these very cases, 0 to 1, with exactly that at 0.5.

    `prior` is what could be expected of anybody's, for a person without cases.
    """
    usual = _unit(tally.expected / tally.weight) if tally.weight else prior
    found = estimate(tally, usual, strength)

    def moved(share: float) -> float:
        return _HALF + (share - usual) / 2

    raw = None if found.raw is None else moved(found.raw)
    return Estimate(moved(found.value), moved(found.low), moved(found.high), tally.n, raw, _HALF)


def expected_rate(got: float, of: float, usual: float, strength: float) -> float:
    """The rate of a group of cases, drawn towards that of all where they are few."""
    return _unit((got + strength * usual) / (of + strength))


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
