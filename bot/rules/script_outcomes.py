"""Script outcomes: what became of those to whom a script was sent, version by version, and whether two differ.

A difference is told only when it is one: the interval of two shares (Newcombe's, from Wilson's) must leave out zero,
and each side must have been sent often enough.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from bot.rules.figures import ENOUGH

_Z = 1.96  # 95 %


@dataclass(frozen=True)
class ScriptOutcome:
    """One version of a script. `sent` counts contacts, `reached` those that reached the customer, `refused` refusals.

    `resolved` of the `cases` in which it was used are resolved now; `scores` counts their call-backs, `score_sum` is
    what those add up to, 1–5 each.
    """

    key: str
    version: int
    sent: int
    reached: int
    refused: int
    cases: int
    resolved: int
    scores: int
    score_sum: int

    @property
    def satisfaction(self) -> float | None:
        """The mean of the call-backs; None without any."""
        return self.score_sum / self.scores if self.scores else None


class Verdict(StrEnum):
    """How a newer version compares with the one before it."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Comparison:
    """Two versions of one script, and what may be said of them."""

    older: ScriptOutcome
    newer: ScriptOutcome
    verdict: Verdict


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 %; 0 to 1 where nothing was counted.

    https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
    """
    if not whole:
        return 0.0, 1.0
    share, squared = part / whole, _Z * _Z
    centre = (share + squared / (2 * whole)) / (1 + squared / whole)
    reach = _Z * math.sqrt(share * (1 - share) / whole + squared / (4 * whole * whole)) / (1 + squared / whole)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def comparisons(outcomes: Iterable[ScriptOutcome]) -> Iterator[Comparison]:
    """Each version with the one before it, by how many of the customers it reached."""
    ordered = sorted(outcomes, key=lambda one: (one.key, one.version))
    for _, versions in groupby(ordered, key=lambda one: one.key):
        for older, newer in pairwise(versions):
            yield Comparison(older, newer, _verdict(older, newer))


def _verdict(older: ScriptOutcome, newer: ScriptOutcome) -> Verdict:
    if min(older.sent, newer.sent) < ENOUGH:
        return Verdict.TOO_FEW
    low, high = _difference(newer.reached, newer.sent, older.reached, older.sent)
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.SAME


def _difference(part: int, whole: int, other_part: int, other_whole: int) -> tuple[float, float]:
    """Newcombe's interval of a difference of two shares. https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I"""
    one, other = part / whole, other_part / other_whole
    (low, high), (other_low, other_high) = interval(part, whole), interval(other_part, other_whole)
    apart = one - other
    return (
        apart - math.hypot(one - low, other_high - other),
        apart + math.hypot(high - one, other - other_low),
    )
