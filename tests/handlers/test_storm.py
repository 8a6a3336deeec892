"""Storm: whatever comes at once, every case is visible within five minutes, and nobody is buried under messages."""

import re
from datetime import timedelta
from typing import Any

import pytest

from handlers.casework.intake import take_in_all
from handlers.clock.timetable import tick
from storage import errands
from tests.conftest import OpenShop
from tests.house.clock import T0
from tests.house.people import Somebody
from tests.house.reading import words_of
from tests.house.shop import Shop, a_review

SMALL = "[storm]\ncards = 3\nnotices = 2\n"
URGENT = "插上电就冒烟了,差点着火"
_NUMBERS = re.compile(r"#(\d+)(?:–#(\d+))?")


async def test_every_case_of_a_storm_is_visible_within_five_minutes(shop: Shop) -> None:
    await _storm(shop, 400)

    while not await _shows_all(shop, 400):
        assert shop.clock.now() - T0 < timedelta(minutes=5)
        await _a_second(shop)


async def test_urgent_ones_get_their_own_card_first(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await shop.push({"reviews": [a_review(rating=2, text="快递太慢了,等了十天") for _ in range(10)]})
        await shop.push({"reviews": [a_review(text=URGENT) for _ in range(5)]})
        await take_in_all(shop.parts.staff.desk, shop.opinion)
        for _ in range(7):
            await _a_second(shop)

        cards = [words_of(message) for message in shop.person("小李").sees() if "⛈️" not in words_of(message)]

        assert len(cards) >= 5
        assert all("🔴 紧急" in card for card in cards[:5])


async def test_the_summary_lists_what_waits_and_leaves_out_what_has_its_own_card(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await _storm(shop, 8)
        await _a_second(shop)
        first = _summary(shop.person("小李"))

        await shop.settles()
        shop.clock.advance(seconds=31)
        await shop.settles()

        assert "5 件差评先列在这里" in first
        assert _numbers(first) == {4, 5, 6, 7, 8}
        assert "都有自己的卡片了" in _summary(shop.person("小李"))
        assert len(shop.person("小李").sees()) == 9


async def test_a_case_of_the_summary_can_be_handled_before_its_card_is_there(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await _storm(shop, 8)
        await _a_second(shop)
        xiaoli = shop.person("小李")

        where = {"type": "message", "channel": "C0HOME", "ts": _summary_message(xiaoli)["ts"]}
        await xiaoli._person.press("看待认领", where)
        await xiaoli.types("/reviews show 8")
        await xiaoli.presses_private("认领")
        shop.clock.advance(seconds=60)
        await shop.settles()

        (claimed,) = [one for one in map(words_of, xiaoli.sees()) if "🟢 <@U0LI>" in one]
        assert "#8" in claimed


async def test_many_reminders_of_a_kind_are_one_message(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await _storm(shop, 6)
        await shop.settles()
        shop.clock.advance(minutes=105)
        await tick(shop.parts.staff.desk)
        await shop.settles()

        told = shop.person("小李").direct_messages()

        assert len([one for one in told if "快到首次联系的时限" in one]) == 1
        assert _numbers(told[-1]) == set(range(1, 7))


async def test_a_gathered_reminder_that_became_moot_on_its_way_is_left_out(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await _storm(shop, 6)
        await shop.settles()
        await shop.person("小李").presses("认领", number=-1)
        shop.clock.advance(minutes=105)
        await tick(shop.parts.staff.desk)
        await shop.person("小李").presses("联系客户", number=-1, then_settles=False)
        await shop.person("小李").fills_in(outcome="reached", note="说好了", then_settles=False)
        await shop.settles()

        assert len(_numbers(shop.person("小李").direct_messages()[-1])) == 5


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_a_summary_is_worded_in_both_languages(opening: OpenShop, locale: str) -> None:
    async with opening(policy=SMALL, locale=locale) as shop:
        await _storm(shop, 8)
        await _a_second(shop)

        summary = _summary(shop.person("小李"))

        assert ("5 件差评先列在这里" if locale == "zh_CN" else "5 negative or neutral ones are listed here") in summary


async def _storm(shop: Shop, size: int) -> None:
    for start in range(0, size, 50):
        some = range(start, min(start + 50, size))
        await shop.push({"reviews": [a_review(rating=2, text="快递太慢了,等了十天") for _ in some]})
    await take_in_all(shop.parts.staff.desk, shop.opinion)


async def _a_second(shop: Shop) -> None:
    """The courier sends what may go now; then a turn's time goes by."""
    staff = shop.parts.staff
    await staff.courier.send_all()
    assert await staff.desk.db.read(errands.next_turn, shop.clock.now()) is not None
    shop.clock.advance(seconds=1.1)


async def _shows_all(shop: Shop, size: int) -> bool:
    shown: set[int] = set()
    for message in shop.person("小李").sees():
        words = words_of(message)
        shown |= _numbers(words) if "⛈️" in words else {int(_NUMBERS.findall(words)[0][0])}
    return shown >= set(range(1, size + 1))


def _summary(who: Somebody) -> str:
    return words_of(_summary_message(who))


def _summary_message(who: Somebody) -> dict[str, Any]:
    return next(message for message in who.sees() if "⛈️" in words_of(message))


def _numbers(words: str) -> set[int]:
    return {number for first, last in _NUMBERS.findall(words) for number in range(int(first), int(last or first) + 1)}
