"""Ladder effect: what each level of compensation cost and brought, and which cheaper one would have done as well.

A cheaper level has done as well when, in cases of the same grade, it was resolved no more than a tenth less often: the
whole interval of the difference says so, not the figures alone. Both need enough cases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rules import intervals
from bot.rules.figures.measures import ENOUGH
from bot.rules.figures.period import LevelFigures

_AS_GOOD = 0.10


@dataclass(frozen=True)
class Cheaper:
    """In cases of a grade the `cheaper` level did as well as the `dearer`; `saved_cents` a case, on the average."""

    dearer: LevelFigures
    cheaper: LevelFigures
    saved_cents: int


def cheaper_levels(levels: Sequence[LevelFigures]) -> list[Cheaper]:
    """For each level the cheapest that has done as well, if any; what saves most first."""
    found = [best for level in levels if (best := _cheapest(level, levels))]
    return sorted(found, key=lambda one: -one.saved_cents * one.dearer.carried_out)


def _cheapest(level: LevelFigures, levels: Sequence[LevelFigures]) -> Cheaper | None:
    options = [
        Cheaper(level, other, _cost(level) - _cost(other))
        for other in levels
        if other.grade is level.grade and other.level < level.level and _has_done_as_well(other, level)
    ]
    worth_it = [one for one in options if one.saved_cents > 0]
    return max(worth_it, key=lambda one: one.saved_cents, default=None)


def _has_done_as_well(cheaper: LevelFigures, dearer: LevelFigures) -> bool:
    one, other = cheaper.resolved, dearer.resolved
    if one.of < ENOUGH or other.of < ENOUGH:
        return False
    low, _ = intervals.share_apart(one.kept, one.of, other.kept, other.of)
    return low > -_AS_GOOD


def _cost(level: LevelFigures) -> int:
    return round(level.cost_cents / level.carried_out) if level.carried_out else 0


def costs(levels: Sequence[LevelFigures]) -> Iterator[tuple[LevelFigures, int]]:
    """Each level with what one case of it cost, in cents."""
    for level in levels:
        yield level, _cost(level)
