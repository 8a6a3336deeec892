"""Incidents by doors: like complaints become one card, handled together, each customer by themselves."""

from typing import Any

from tests.house.people import Somebody
from tests.house.reading import buttons_of, words_of
from tests.house.shop import Shop

KETTLE = {"sku": "kettle-01"}
LEAKS = ("盖子漏水,桌上全是水", "才一周就漏水了", "漏水,盖子盖不严", "又漏水了,没法用", "底下一直漏水", "漏水漏得厉害")
SMOKES = ("插上电就冒烟了,差点着火", "烧水的时候冒烟,吓死人")
SUPERVISORS, MANAGERS = "C0SUPERVISE", "C0MANAGERS"


async def _leak(shop: Shop, count: int, start: int = 0, **said: Any) -> None:
    for number in range(start, start + count):
        await shop.review_arrives(text=LEAKS[number], product=KETTLE, **said)


async def _smoke(shop: Shop) -> None:
    for text in SMOKES:
        await shop.review_arrives(text=text, product=KETTLE)


def _place(who: Somebody) -> int:
    """Where the incident's card stands in the store's channel."""
    found = [at for at, message in enumerate(who.sees()) if "合并事件 1" in words_of(message)]
    assert len(found) == 1, [words_of(message) for message in who.sees()]
    return found[0]


async def test_three_like_complaints_in_a_day_become_one_incident_with_its_children(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 2)
    assert "合并事件" not in "".join(words_of(message) for message in xiaoli.sees())

    await _leak(shop, 1, start=2)

    card = xiaoli.reads(number=_place(xiaoli))
    assert "🔁 *电热水壶 1.5L · 产品质量 · 24 小时 3 条,共 3 条,自 11-23" in card
    assert "待认领 3" in card
    assert "#1" in card
    assert "盖子漏水" in card
    assert xiaoli.buttons(number=_place(xiaoli)) == ["全部认领", "发同一段话", "证据包", "记结论"]
    assert "🔁 同款同类不止这一条" in xiaoli.reads(number=0)
    assert "合并事件" in xiaoli.buttons(number=0)
    told = [words_of(message) for message in shop.person("陈主管").sees(SUPERVISORS)]
    assert len([line for line in told if "合并成一个事件" in line]) == 1
