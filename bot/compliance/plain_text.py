"""Plain text: an outgoing text's letters without the tricks by which rules are dodged (返 现, 加V, 5🌟)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.analysis.sane_text import letter_folding

# Marks that people put between letters so that a word is not found. Between Latin words a blank stays a blank.
_FILLERS = frozenset(" \t\u3000*-_.·•~^|/\\=#&♥❤💗💕♡@'`\"’‘′、…\u200b\u200c\u200d\u2060\ufe0f\ufeff\u00ad")
_SAME_AS = (
    dict.fromkeys("🌟⭐★☆✨✩✮✯", "星")
    | dict.fromkeys("💰💵💴💸", "钱")
    | {"🧧": "红包", "🅥": "v", "➕": "加", "+": "加", "\N{FULLWIDTH PLUS SIGN}": "加"}
)
_FAR = 4  # how many fillers may stand between two Latin words


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` to match rules on; `places` gives each of its letters' place in `original`."""

    original: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        return self.places[start], self.places[end - 1] + 1


def plain(original: str) -> PlainText:
    """Half-width, simplified, lower-case; no fillers between letters; stars and red packets as words."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in _folded(original):
        if letter in _FILLERS and not _parts_latin_words(letters, original, place):
            continue
        letters.append(letter if letter not in _FILLERS or letter in "-'" else " ")
        places.append(place)
    return PlainText(original, "".join(letters), tuple(places))


def _folded(original: str) -> Iterator[tuple[int, str]]:
    folding = letter_folding()
    for place, letter in enumerate(original):
        meant = _SAME_AS.get(letter) or unicodedata.normalize("NFKC", letter).translate(folding).lower()
        for one in meant:
            yield place, one


def _parts_latin_words(before: list[str], original: str, place: int) -> bool:
    """ "five-star" and "5 stars" keep what parts them; "5 星" and "返.现" do not."""
    if not before or not (_is_latin(before[-1]) or before[-1].isdigit()):
        return False
    after = original[place + 1 : place + 1 + _FAR].lstrip(" \t")[:1]
    return _is_latin(after) or (_is_latin(before[-1]) and after.isdigit())


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
