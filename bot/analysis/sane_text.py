"""Sane text: a review's letters made comparable, each still knowing where it stood in the original."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.analysis.lexicons import lexicons

HEAD, TAIL = 12_000, 4_000  # of a longer text only its beginning and end are read, so that time stays bounded

# Entities, masks, white space, letters nobody sees, three or more equal letters in a row (digits keep theirs).
_IRREGULAR = re.compile(
    r"&\#?\w{1,10};|\*+|\s+"
    "|[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
    r"|(\D)\1{2,}"
)


@dataclass(frozen=True, slots=True)
class SaneText:
    """`text` to match rules on; `starts` and `ends` give, for each of its letters, its place in `original`."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def evidence(self, start: int, end: int) -> str:
        """What the customer wrote where `text[start:end]` was read; `end` beyond `start`."""
        return self.original[self.starts[start] : self.ends[end - 1]]


def sane(original: str) -> SaneText:
    """The text in half-width, simplified, lower-case letters; no entities, invisible letters, masks or repeats."""
    folded = _folded(original)
    if len(folded) <= HEAD + TAIL and not _IRREGULAR.search(folded):
        return SaneText(original, folded, range(len(folded)), range(1, len(folded) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in _parts(len(folded)):
        at = first
        for odd in _IRREGULAR.finditer(folded, first, last):
            letters.append(folded[at : odd.start()])
            starts.extend(range(at, odd.start()))
            ends.extend(range(at + 1, odd.start() + 1))
            letter = _meant(odd)
            if letter:
                letters.append(letter)
                starts.append(odd.start())
                ends.append(odd.end())
            at = odd.end()
        letters.append(folded[at:last])
        starts.extend(range(at, last))
        ends.extend(range(at + 1, last + 1))
    return SaneText(original, "".join(letters), tuple(starts), tuple(ends))


def is_empty(text: str) -> bool:
    """Whether nobody wrote this: no letter, digit or emoji at all, or a platform's own words for "no review"."""
    said = _said(text)
    return said in _templates() if said else not any(unicodedata.category(letter) == "So" for letter in text[:400])


def _folded(original: str) -> str:
    """Letter for letter: as many as before."""
    folded = original.translate(letter_folding())
    lower = folded.lower()
    if len(lower) == len(original):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in folded)


@lru_cache(maxsize=1)
def letter_folding() -> dict[int, str]:
    """Full-width to half-width, traditional to simplified, curly apostrophe to straight."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    rules = lexicons().text
    plain = {ord(old): new for old, new in zip(rules.traditional, rules.simplified, strict=True)}
    return wide | plain | {ord("’"): "'", ord("‘"): "'"}


def _parts(length: int) -> list[tuple[int, int]]:
    if length <= HEAD + TAIL:
        return [(0, length)]
    return [(0, HEAD), (length - TAIL, length)]


def _meant(odd: re.Match[str]) -> str:
    """An entity is its letter, white space one blank (a new line stays one), a mask nothing, a run one letter."""
    found = odd.group()
    if odd.group(1):
        return found[0]
    if found[0] == "&":
        letter = html.unescape(found).lower()
        return letter if len(letter) == 1 and not letter.isspace() else " "
    if found[0].isspace():
        return "\n" if "\n" in found else " "
    return ""


@lru_cache(maxsize=1)
def _templates() -> frozenset[str]:
    return frozenset(_said(template) for template in lexicons().text.templates)


def _said(text: str) -> str:
    return "".join(letter for letter in text[:400].lower() if letter.isalnum())
