"""Storms: many complaints at once, and what of them can be seen."""

import re
from typing import Any

from handlers.casework.intake import take_in_all
from tests.house.people import Somebody
from tests.house.reading import words_of
from tests.house.shop import Shop, a_review

SMALL = "[storm]\ncards = 3\nnotices = 2\n"
URGENT = "插上电就冒烟了,差点着火"
_NUMBERS = re.compile(r"#(\d+)(?:–#(\d+))?")


async def storm(shop: Shop, size: int, **said: Any) -> None:
    """So many complaints, taken in at the same moment, nothing sent yet."""
    said = said or {"rating": 2, "text": "快递太慢了,等了十天"}
    for start in range(0, size, 50):
        await shop.push({"reviews": [a_review(**said) for _ in range(start, min(start + 50, size))]})
    await take_in_all(shop.parts.staff.desk, shop.opinion)


async def a_second(shop: Shop) -> None:
    """The courier sends what may go now; then a turn's time goes by."""
    await shop.parts.staff.courier.send_all()
    shop.clock.advance(seconds=1.1)


def visible(shop: Shop) -> set[int]:
    """The cases that somebody in the channel can see: by their card, or by their number in a summary."""
    shown: set[int] = set()
    for message in shop.person("小李").sees():
        words = words_of(message)
        shown |= numbers(words) if "⛈️" in words else {int(_NUMBERS.findall(words)[0][0])}
    return shown


def cards(shop: Shop) -> list[str]:
    """The words of every card in the channel, in the order of posting."""
    return [words for words in map(words_of, shop.person("小李").sees()) if "⛈️" not in words]


def summary(who: Somebody) -> str:
    """The words of the first summary in the channel."""
    return words_of(summary_message(who))


def summary_message(who: Somebody) -> dict[str, Any]:
    """The first summary in the channel."""
    return next(message for message in who.sees() if "⛈️" in words_of(message))


def numbers(words: str) -> set[int]:
    """Every case that is named, alone or within a range."""
    return {number for first, last in _NUMBERS.findall(words) for number in range(int(first), int(last or first) + 1)}
