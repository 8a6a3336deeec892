"""Clauses: where a review's thoughts begin and end, and which of them come after a "but"."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from bot.analysis.lexicons import lexicons


@dataclass(frozen=True, slots=True)
class Clauses:
    """`bounds[i]` is (start, end) of clause i; `after_contrast` numbers those that come after a "but"."""

    starts: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    after_contrast: frozenset[int]

    def at(self, place: int) -> int:
        """The number of the clause in which this letter stands."""
        return max(bisect_right(self.starts, place) - 1, 0)


def clauses_of(text: str) -> Clauses:
    """The clauses of a sane text: cut at punctuation, at blanks between Chinese words, and before "but"."""
    bounds: list[tuple[int, int]] = []
    contrasted: set[int] = set()
    contrasting = False
    at = 0
    for stop in _breaks().finditer(text):
        if stop.start() > at:
            contrasting = _opens_contrast(text, at) or contrasting
            if contrasting:
                contrasted.add(len(bounds))
            bounds.append((at, stop.start()))
            at = stop.start()
        if stop.end() > stop.start():
            at = stop.end()
            contrasting = contrasting and not _ends_sentence(stop.group())
    if at < len(text):
        if contrasting or _opens_contrast(text, at):
            contrasted.add(len(bounds))
        bounds.append((at, len(text)))
    return Clauses(tuple(start for start, _ in bounds), tuple(bounds), frozenset(contrasted))


@lru_cache(maxsize=1)
def _breaks() -> re.Pattern[str]:
    contrasts = lexicons().text.contrasts
    words = "|".join(re.escape(word) for word in contrasts)
    firsts = "".join(sorted({word[0] for word in contrasts}))
    return re.compile(
        r"[,。!?;:~…\n()\[\]【】《》“”\"—]+"
        r"|\.(?![0-9a-z])[. ]*"
        r"|(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])"
        rf"|(?=[{firsts}])(?<![不a-z])(?=(?:{words}))(?!不过关)"
    )


@lru_cache(maxsize=1)
def _openings() -> tuple[str, ...]:
    rules = lexicons().text
    return rules.contrasts + rules.contrast_openings


def _opens_contrast(text: str, at: int) -> bool:
    return text.startswith(_openings(), at)


def _ends_sentence(stop: str) -> bool:
    return any(mark in stop for mark in "。!?;\n")
