"""Phrases: every phrase of every lexicon found in one pass over a text.

The little language of the lexicons: A/B = either, A+B = B directly after A, A…B = B a little later in the same clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from operator import add

from bot.analysis.clauses import Clauses

GAP, LATIN_GAP = 8, 30  # letters that "…" may bridge


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found at text[start:end]."""

    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    head: str
    tail: re.Pattern[str] | None


class Phrasebook:
    """Phrases by their first two letters, so that a text is read once whatever their number."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Takes (key, phrase) pairs; several phrases may share a key."""
        self._singles: dict[str, list[_Entry]] = {}
        self._pairs: dict[str, list[_Entry]] = {}
        for key, phrase in phrases:
            for entry in _entries(key, phrase):
                book = self._singles if len(entry.head) == 1 else self._pairs
                book.setdefault(entry.head[:2], []).append(entry)

    def find(self, text: str, clauses: Clauses) -> dict[str, list[Hit]]:
        """All hits by key, in order of place. Hits of one key do not overlap: the longer of two counts."""
        found: dict[str, list[Hit]] = {}
        for place, pair in enumerate(map(add, text, text[1:])):
            entries = self._pairs.get(pair)
            if entries:
                _look(entries, text, place, clauses, found)
        for place, letter in enumerate(text):
            entries = self._singles.get(letter)
            if entries:
                _look(entries, text, place, clauses, found)
        return {key: _apart(hits) for key, hits in found.items()}


def _look(entries: list[_Entry], text: str, place: int, clauses: Clauses, found: dict[str, list[Hit]]) -> None:
    for entry in entries:
        if text.startswith(entry.head, place):
            end = _end_of(entry, text, place, clauses)
            if end:
                found.setdefault(entry.key, []).append(Hit(place, end, clauses.at(place)))


def _entries(key: str, phrase: str) -> list[_Entry]:
    first, *rest = (_either(part) for part in phrase.lower().split("…"))
    return [_Entry(key, head, _tail(rest, LATIN_GAP if head.isascii() else GAP)) for head in first]


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


def _end_of(entry: _Entry, text: str, place: int, clauses: Clauses) -> int:
    """Where the phrase whose head stands here ends; 0 if the rest of it is not here."""
    head = entry.head
    end = place + len(head)
    if _is_latin(head[0]) and place and _is_latin(text[place - 1]):
        return 0
    if _is_latin(head[-1]) and end < len(text) and _is_latin(text[end]):
        return 0
    if entry.tail is None:
        return end
    tail = entry.tail.match(text, end, clauses.bounds[clauses.at(place)][1])
    return tail.end() if tail else 0


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
