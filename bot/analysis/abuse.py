"""Abuse: whether a customer's words are aimed at people, in a review or as a colleague tells of a conversation."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from bot.analysis.clauses import clauses_of
from bot.analysis.negation import negations_in
from bot.analysis.phrases import Hit, Phrasebook
from bot.analysis.sane_text import sane

_NAMES, _CURSES, _TOLD = "names", "curses", "told"
_BEFORE = 10  # letters
# "当我是傻逼", "我真是个傻逼", "客服骂我傻逼": said of the customer.
_OF_THE_CUSTOMER = re.compile(
    r"(?:当成?|当作|我(?:真|就|才|们)?是?个?|像个?|跟个?|骂我|说我|叫我|骂人|骂顾客|骂客户|骂消费者)[^,。!?你您]{0,4}$"
    r"|(?:like an?|called me an?|i am an?|i'm an?|me for an?)[^,.!?]{0,8}$"
)


def is_abusive(review: str) -> bool:
    """Whether the customer abuses people in this review."""
    return _speaks(review, (_CURSES,)) or _speaks(review, (_NAMES,), of_others=True)


def tells_of_abuse(note: str) -> bool:
    """Whether a colleague's note about a contact says that the customer did, or quotes it."""
    return _speaks(note, (_CURSES, _NAMES, _TOLD))


def _speaks(words: str, keys: tuple[str, ...], *, of_others: bool = False) -> bool:
    if not words.strip():
        return False
    text = sane(words).text
    clauses = clauses_of(text)
    found, negations = _phrasebook().find(text, clauses), negations_in(text, clauses)
    for key in keys:
        idioms = found.get(f"idioms of {key}", [])
        for hit in found.get(key, []):
            is_idiom = any(one.start < hit.end and hit.start < one.end for one in idioms)
            if not (is_idiom or negations.deny(hit) or (of_others and _is_of_the_customer(text, hit))):
                return True
    return False


def _is_of_the_customer(text: str, hit: Hit) -> bool:
    return _OF_THE_CUSTOMER.search(text[max(0, hit.start - _BEFORE) : hit.start]) is not None


@lru_cache(maxsize=1)
def _phrasebook() -> Phrasebook:
    told = tomllib.loads(files(__package__).joinpath("lexicon", "abuse.toml").read_text("utf-8"))
    phrases = [(key, word) for key, rule in told.items() for word in rule["words"]]
    phrases += [(f"idioms of {key}", word) for key, rule in told.items() for word in rule.get("idioms", ())]
    return Phrasebook(phrases)
