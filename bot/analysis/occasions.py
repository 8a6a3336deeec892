"""Occasions: what a review tells of a customer's life, by words; they decide nothing and only suggest some care."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from bot.vocabulary import Occasion


def occasions_in(text: str) -> tuple[Occasion, ...]:
    """The occasions a review tells of, in the vocabulary's order."""
    said = text.lower()
    return tuple(occasion for occasion, (words, idioms) in _lexicon().items() if words.search(idioms.sub(" ", said)))


@lru_cache(maxsize=1)
def _lexicon() -> dict[Occasion, tuple[re.Pattern[str], re.Pattern[str]]]:
    told = tomllib.loads(files(__package__).joinpath("lexicon", "occasions.toml").read_text("utf-8"))
    return {one: (_any_of(told[one]["words"]), _any_of(told[one]["idioms"])) for one in Occasion}


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for one in words))
