"""Phrases: every phrase of every lexicon found in one pass over a text.

The little language of the lexicons: A/B = either, A+B = B directly after A, A…B = B a little later in the same clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from operator import add
from typing import NamedTuple

from bot.analysis.clauses import Clauses

GAP, LATIN_GAP = 8, 30  # letters that "…" may bridge
_MOST_LETTERS = 3  # of a head that the book goes by


class Hit(NamedTuple):
    """One phrase found at text[start:end]."""

    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """`is_latin`: whether the head begins or ends with a Latin letter, beside which no other may stand.

    `is_plain`: whether the letters under which it stands in the book are all there is to it; `length` is the head's.
    """

    key: str
    head: str
    tail: re.Pattern[str] | None
    is_latin: bool
    is_plain: bool
    length: int


_Book = dict[str, list[_Entry]]


class Phrasebook:
    """Phrases by the first letters of their heads, up to three, so that a text is read once whatever their number."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Takes (key, phrase) pairs; several phrases may share a key."""
        self._by_one: _Book = {}
        self._by_two: _Book = {}
        self._by_three: _Book = {}
        for key, phrase in phrases:
            for entry in _entries(key, phrase):
                book = (self._by_one, self._by_two, self._by_three)[min(entry.length, _MOST_LETTERS) - 1]
                book.setdefault(entry.head[:_MOST_LETTERS], []).append(entry)

    def find(self, text: str, clauses: Clauses) -> dict[str, list[Hit]]:
        """All hits by key, in order of place. Hits of one key do not overlap: the longer of two counts."""
        found: dict[str, list[Hit]] = {}
        twos = list(map(add, text, text[1:]))
        threes = map(add, twos, text[2:])
        for book, beginnings in ((self._by_one, text), (self._by_two, twos), (self._by_three, threes)):
            for place, entries in enumerate(map(book.get, beginnings)):
                if entries:
                    _look(entries, text, place, clauses, found)
        return {key: _apart(hits) for key, hits in found.items()}


def _look(entries: list[_Entry], text: str, place: int, clauses: Clauses, found: dict[str, list[Hit]]) -> None:
    clause = clauses.at(place)
    for entry in entries:
        end = place + entry.length if entry.is_plain else _end_of(entry, text, place, clauses.bounds[clause][1])
        if end:
            found.setdefault(entry.key, []).append(Hit(place, end, clause))


def _entries(key: str, phrase: str) -> list[_Entry]:
    first, *rest = (_either(part) for part in phrase.lower().split("…"))
    return [_entry(key, head, rest) for head in first]


def _entry(key: str, head: str, rest: list[list[str]]) -> _Entry:
    tail = _tail(rest, LATIN_GAP if head.isascii() else GAP)
    is_latin = _is_latin(head[0]) or _is_latin(head[-1])
    is_plain = tail is None and not is_latin and len(head) <= _MOST_LETTERS
    return _Entry(key, head, tail, is_latin, is_plain, len(head))


def _either(part: str) -> list[str]:
    """A+B/C → AB, AC."""
    return ["".join(choice) for choice in product(*(step.split("/") for step in part.split("+")))]


def _tail(parts: list[list[str]], gap: int) -> re.Pattern[str] | None:
    if not parts:
        return None
    return re.compile("".join(f".{{0,{gap}}}?(?:{'|'.join(map(_bounded, part))})" for part in parts))


def _bounded(word: str) -> str:
    """Latin words match whole words only."""
    before = "(?<![a-z])" if _is_latin(word[0]) else ""
    after = "(?![a-z])" if _is_latin(word[-1]) else ""
    return before + re.escape(word) + after


def _end_of(entry: _Entry, text: str, place: int, clause_end: int) -> int:
    """Where the phrase whose first letters stand here ends; 0 if the rest of it is not here."""
    end = place + entry.length
    if entry.length > _MOST_LETTERS and not text.startswith(entry.head, place):
        return 0
    if entry.is_latin and _is_inside_word(entry.head, text, place, end):
        return 0
    if entry.tail is None:
        return end
    tail = entry.tail.match(text, end, clause_end)
    return tail.end() if tail else 0


def _is_inside_word(head: str, text: str, place: int, end: int) -> bool:
    """Latin words count whole."""
    if _is_latin(head[0]) and place and _is_latin(text[place - 1]):
        return True
    return _is_latin(head[-1]) and end < len(text) and _is_latin(text[end])


def _is_latin(letter: str) -> bool:
    return "a" <= letter <= "z"


def _apart(hits: list[Hit]) -> list[Hit]:
    """In order of place, of overlapping ones the longer."""
    if len(hits) == 1:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept
