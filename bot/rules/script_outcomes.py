"""Script outcomes: what became of those to whom a script was sent, version by version, and whether two differ.

A difference is told only when it is one: the interval of two shares (Newcombe's, from Wilson's) must leave out zero,
and each side must have been sent often enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Self

from bot.rules.figures import ENOUGH
from bot.rules.intervals import share_apart


@dataclass(frozen=True, order=True)
class Version:
    """Of a script; the shop's own come after ours, whatever their numbers."""

    own: bool
    number: int

    @classmethod
    def read(cls, told: str) -> Self | None:
        """From what a contact keeps, `2` or `own.2`; None for anything else."""
        number = told.removeprefix("own.")
        return cls(number != told, int(number)) if number.isdecimal() else None


@dataclass(frozen=True)
class ScriptOutcome:
    """One version of a script. `sent` counts contacts, `reached` those that reached the customer, `refused` refusals.

    `resolved` of the `cases` in which it was used are resolved now; `scores` counts their call-backs, `score_sum` is
    what those add up to, 1–5 each.
    """

    key: str
    version: Version
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


def comparisons(outcomes: Iterable[ScriptOutcome]) -> Iterator[Comparison]:
    """Each version with the one before it, by how many of the customers it reached."""
    ordered = sorted(outcomes, key=lambda one: (one.key, one.version))
    for _, versions in groupby(ordered, key=lambda one: one.key):
        for older, newer in pairwise(versions):
            yield Comparison(older, newer, _verdict(older, newer))


def _verdict(older: ScriptOutcome, newer: ScriptOutcome) -> Verdict:
    if min(older.sent, newer.sent) < ENOUGH:
        return Verdict.TOO_FEW
    low, high = share_apart(newer.reached, newer.sent, older.reached, older.sent)
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.SAME
