"""Samples: ready reviews for the local workspace, and an endless feed of varied ones."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from demo.bodies import Body, afresh, body_of, revised
from demo.material import Product, Written, groups, later, products, ready, stores, written
from demo.people import CUSTOMERS, FOREIGN_CUSTOMERS, customer

__all__ = ["Sample", "afresh", "hard_day", "like_ones", "ready_samples", "stores", "stream"]

_READY_AT = datetime.fromisoformat("2026-01-05T10:00:00+08:00")
_REMEMBERED = 40
_REVISION_SHARE = 0.06
_GROUP_SHARE = 0.02
_THIRD_DANGER = "dumpling-sick"
_LIKE_KIND, _LIKE_TEXTS = "earbuds", (0, 1, 4)  # of the group's texts those that say the plainest
# With four like complaints a group and two groups in a hundred steps, this makes 55 % negative, 10 % neutral.
_MOODS = {"negative": 0.51, "neutral": 0.11, "positive": 0.38}


@dataclass(frozen=True)
class Sample:
    """A review for one press of a button; `review` is a standard body with an id and time of its own.

    To let it arrive more than once, send `afresh(sample.review, random, now)`.
    """

    key: str
    title_zh: str
    title_en: str
    review: dict[str, Any]


def ready_samples() -> list[Sample]:
    """The handpicked ones, most pressing first; the same in every call."""
    return [_sample(row) for row in ready()]


def _sample(row: dict[str, Any]) -> Sample:
    key = row["review"]
    text = written()[key]
    body = body_of(text, products()[text.kind][0], customer(row["customer"]), Random(key), lambda: _READY_AT)
    return Sample(key, row["zh"], row["en"], body | {"id": f"sample-{key}"})


def like_ones(random: Random, now: Callable[[], datetime]) -> list[Body]:
    """Three complaints about one thing, by three customers: the desk makes one incident of them."""
    group = next(one for one in groups() if one.kind == _LIKE_KIND)
    product, who = products()[group.kind][0], random.sample(CUSTOMERS, len(_LIKE_TEXTS))
    return [
        body_of(Written("alike", group.kind, 2, group.texts[at], group.category), product, customer(one), random, now)
        for at, one in zip(_LIKE_TEXTS, who, strict=True)
    ]


def hard_day(random: Random, now: Callable[[], datetime]) -> list[Body]:
    """One more danger for whoever gets two of the ready ones: three intense cases, and they are offered a breather."""
    text = written()[_THIRD_DANGER]
    return [body_of(text, products()[text.kind][0], customer(random.choice(CUSTOMERS)), random, now)]


def stream(random: Random, now: Callable[[], datetime]) -> Iterator[Body]:
    """Standard bodies without end: each fresh and created seconds before `now()`, which must be aware.

    About 55 % negative, 10 % neutral, the rest praise; now and then an edit or a 追评 of an earlier one, and now and
    then three to five like complaints about one product in a row.
    """
    feed = _Feed(random, now)
    while True:
        yield from feed.step()


class _Feed:
    """Deals the texts of each mood like cards, so that none comes again before the others were seen."""

    def __init__(self, random: Random, now: Callable[[], datetime]) -> None:
        self._random = random
        self._now = now
        self._decks: dict[str, list[Written]] = {mood: [] for mood in _MOODS}
        self._earlier: deque[tuple[Written, Body]] = deque(maxlen=_REMEMBERED)

    def step(self) -> Iterator[Body]:
        """One delivery, or a group of like ones."""
        chance = self._random.random()
        if chance < _REVISION_SHARE and self._earlier:
            yield self._revision()
        elif chance > 1 - _GROUP_SHARE:
            yield from self._group()
        else:
            yield self._single()

    def _single(self) -> Body:
        (mood,) = self._random.choices(list(_MOODS), list(_MOODS.values()))
        text = self._dealt(mood)
        body = self._body(text, self._random.choice(products()[text.kind]))
        self._earlier.append((text, body))
        return body

    def _dealt(self, mood: str) -> Written:
        if not self._decks[mood]:
            self._decks[mood] = [one for one in written().values() if one.mood == mood]
            self._random.shuffle(self._decks[mood])
        return self._decks[mood].pop()

    def _group(self) -> Iterator[Body]:
        group = self._random.choice(groups())
        product = self._random.choice(products()[group.kind])
        for text in self._random.sample(group.texts, self._random.randint(3, 5)):
            rating = self._random.choice([1, 1, 2])
            yield self._body(Written("alike", group.kind, rating, text, group.category), product)

    def _body(self, text: Written, product: Product) -> Body:
        who = self._random.choice(FOREIGN_CUSTOMERS if "english" in text.tags else CUSTOMERS)
        return body_of(text, product, customer(who), self._random, self._now)

    def _revision(self) -> Body:
        """An earlier review, once: its own 追评 or edit where it has one, else one that anybody might have written."""
        at = self._random.randrange(len(self._earlier))
        text, body = self._earlier[at]
        del self._earlier[at]
        change, words, rating = self._later_words(text)
        return revised(body, change, words, rating, self._random, self._now)

    def _later_words(self, text: Written) -> tuple[str, str, int]:
        if text.append:
            return "appended", text.append, text.append_rating or text.rating
        if text.after:
            return "updated", text.after, 5
        helped = self._random.random() < 0.5
        if text.mood == "positive":
            return "appended", self._random.choice(later()["still" if helped else "turned"]), text.rating
        if helped:
            return "updated", self._random.choice(later()["better"]), self._random.choice([4, 5])
        return "appended", self._random.choice(later()["worse"]), text.rating
