"""Storm: whatever comes at once, every case is visible within five minutes, and nobody is buried under messages."""

from datetime import timedelta

import pytest

from handlers.casework.intake import take_in_all
from handlers.clock.timetable import tick
from tests.conftest import OpenShop
from tests.house.clock import T0
from tests.house.reading import words_of
from tests.house.shop import Shop, a_review
from tests.house.storms import SMALL, URGENT, a_second, numbers, storm, summary, summary_message, visible


async def test_every_case_of_a_storm_is_visible_within_five_minutes(shop: Shop) -> None:
    await storm(shop, 400)

    while visible(shop) != set(range(1, 401)):
        assert shop.clock.now() - T0 < timedelta(minutes=5)
        await a_second(shop)


async def test_urgent_ones_get_their_own_card_first(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await shop.push({"reviews": [a_review(rating=2, text="快递太慢了,等了十天") for _ in range(10)]})
        await shop.push({"reviews": [a_review(text=URGENT) for _ in range(5)]})
        await take_in_all(shop.parts.staff.desk, shop.opinion)
        for _ in range(7):
            await a_second(shop)

        cards = [words_of(message) for message in shop.person("小李").sees() if "⛈️" not in words_of(message)]

        assert len(cards) >= 5
        assert all("🔴 紧急" in card for card in cards[:5])


async def test_the_summary_lists_what_waits_and_leaves_out_what_has_its_own_card(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await storm(shop, 8)
        await a_second(shop)
        first = summary(shop.person("小李"))

        await shop.settles()
        shop.clock.advance(seconds=31)
        await shop.settles()

        assert "5 件差评先列在这里" in first
        assert numbers(first) == {4, 5, 6, 7, 8}
        assert "都有自己的卡片了" in summary(shop.person("小李"))
        assert len(shop.person("小李").sees()) == 9


async def test_a_case_of_the_summary_can_be_handled_before_its_card_is_there(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await storm(shop, 8)
        await a_second(shop)
        xiaoli = shop.person("小李")

        where = {"type": "message", "channel": "C0HOME", "ts": summary_message(xiaoli)["ts"]}
        await xiaoli._person.press("看待认领", where)
        await xiaoli.types("/reviews show 8")
        await xiaoli.presses_private("认领")
        shop.clock.advance(seconds=60)
        await shop.settles()

        (claimed,) = [one for one in map(words_of, xiaoli.sees()) if "🟢 <@U0LI>" in one]
        assert "#8" in claimed


async def test_many_reminders_of_a_kind_are_one_message(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await storm(shop, 6)
        await shop.settles()
        shop.clock.advance(minutes=105)
        await tick(shop.parts.staff.desk)
        await shop.settles()

        told = shop.person("小李").direct_messages()

        assert len([one for one in told if "快到首次联系的时限" in one]) == 1
        assert numbers(told[-1]) == set(range(1, 7))


async def test_a_gathered_reminder_that_became_moot_on_its_way_is_left_out(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await storm(shop, 6)
        await shop.settles()
        await shop.person("小李").presses("认领", number=-1)
        shop.clock.advance(minutes=105)
        await tick(shop.parts.staff.desk)
        await shop.person("小李").presses("联系客户", number=-1, then_settles=False)
        await shop.person("小李").fills_in(outcome="reached", note="说好了", then_settles=False)
        await shop.settles()

        assert len(numbers(shop.person("小李").direct_messages()[-1])) == 5


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_a_summary_is_worded_in_both_languages(opening: OpenShop, locale: str) -> None:
    async with opening(policy=SMALL, locale=locale) as shop:
        await storm(shop, 8)
        await a_second(shop)

        said = summary(shop.person("小李"))

        assert ("5 件差评先列在这里" if locale == "zh_CN" else "5 negative or neutral ones are listed here") in said
