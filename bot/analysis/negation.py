"""Negation: whether what a phrase says is denied, or only feared."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from bot.analysis.clauses import Clauses
from bot.analysis.lexicons import lexicons
from bot.analysis.phrases import Hit

ENUMERATION_REACH = 12  # letters between "没有" and the last word of "没有异味、褪色、起球"
DOUBT_REACH = 7


@dataclass(frozen=True, slots=True)
class Negations:
    """Where the negating words of one text stand."""

    text: str
    clauses: Clauses
    spans: tuple[tuple[int, int], ...]

    def deny(self, hit: Hit) -> bool:
        """Whether a negation before the hit turns it round."""
        before = bisect_left(self.spans, (hit.start, 0))
        if not before:
            return False
        end = self.spans[before - 1][1]
        if end > hit.start:  # "没有" over "有坏": the hit begins inside the negation
            return True
        if end <= self.clauses.bounds[hit.clause][0] or hit.start - end > ENUMERATION_REACH:
            return False
        return _reaches(self.text[end : hit.start])

    def doubt(self, hit: Hit) -> bool:
        """Whether the hit is only feared or asked about."""
        floor = max(self.clauses.bounds[hit.clause][0], hit.start - DOUBT_REACH)
        return _doubts().search(self.text, floor, hit.start) is not None


def negations_in(text: str, clauses: Clauses) -> Negations:
    """Finds the negating words, leaving out those that only look like it ("不但", "没想到")."""
    return Negations(text, clauses, tuple(m.span() for m in _negators().finditer(text) if m.lastgroup == "negates"))


def _reaches(between: str) -> bool:
    if _see_through().fullmatch(between):
        return True
    return bool(re.search("[、和或及]", between)) and not re.search("[了就却才]", between)


@lru_cache(maxsize=1)
def _negators() -> re.Pattern[str]:
    rules = lexicons().text
    firsts = "".join(sorted({re.escape(word[0]) for word in rules.not_negators + rules.negators}))
    # The look-ahead spares the long alternation at every letter that begins none of the words.
    return re.compile(f"(?=[{firsts}])(?:(?P<looks>{_any(rules.not_negators)})|(?P<negates>{_any(rules.negators)}))")


@lru_cache(maxsize=1)
def _see_through() -> re.Pattern[str]:
    return re.compile(f"(?:{_any(lexicons().text.see_through)})*")


@lru_cache(maxsize=1)
def _doubts() -> re.Pattern[str]:
    return re.compile(_any(lexicons().text.doubts))


def _any(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(w)}\b" if w.strip() and w.isascii() else re.escape(w) for w in longest_first)
