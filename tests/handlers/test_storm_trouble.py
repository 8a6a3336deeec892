"""Trouble in a storm: a summary that is deleted, storms that do not end, a Slack that loses answers."""

from datetime import timedelta

from handlers.casework.intake import take_in_all
from sandbox.trouble import Trouble
from tests.conftest import OpenShop
from tests.house.clock import T0
from tests.house.shop import Shop, a_review
from tests.house.storms import SMALL, URGENT, a_second, cards, storm, summary, summary_message, visible


async def test_a_summary_deleted_in_slack_is_posted_anew(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await _storm_whose_summary_is_deleted(shop, 30)
        await storm(shop, 3)

        for _ in range(15):
            await a_second(shop)

        assert len(cards(shop)) < 20
        assert visible(shop) == set(range(1, 34))


async def test_a_deleted_summary_of_a_storm_that_has_passed_is_not_posted_anew(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        await _storm_whose_summary_is_deleted(shop, 8)
        await shop.settles()

        shop.clock.advance(seconds=31)
        await shop.settles()

        assert len(shop.person("小李").sees()) == len(cards(shop)) == 8


async def test_a_storm_that_goes_on_redraws_its_summary_at_a_pace_that_slack_bears(opening: OpenShop) -> None:
    """Slack counts updates too (about 50 a minute), and would keep us from posting."""
    async with opening(policy=SMALL) as shop:
        updates = 0
        for number in range(60):
            await storm(shop, 1 if number else 8)
            before = len(shop.workspace.log)
            await a_second(shop)
            updates += sum(1 for one in shop.workspace.log[before:] if one["what"] == "chat.update")

        assert updates <= 15
        assert len(visible(shop)) >= 60


async def test_however_grave_what_goes_on_coming_nobody_waits_longer_than_five_minutes(shop: Shop) -> None:
    """Five ordinary cases wait while the channel's whole pace is needed for urgent ones."""
    await storm(shop, 5)
    seen_after: dict[int, timedelta] = {}
    for _ in range(300):
        await shop.push({"reviews": [a_review(text=URGENT)]})
        await take_in_all(shop.parts.staff.desk, shop.opinion)
        await a_second(shop)
        for number in visible(shop):
            seen_after.setdefault(number, shop.clock.now() - T0)
        if set(range(1, 6)) <= seen_after.keys():
            break

    assert set(range(1, 6)) <= seen_after.keys()
    assert max(seen_after[number] for number in range(1, 6)) < timedelta(minutes=5)


async def test_a_summary_whose_answer_was_lost_stands_once(opening: OpenShop) -> None:
    async with opening(policy=SMALL) as shop:
        shop.workspace.trouble.add(Trouble("chat.postMessage", "drop_after"))
        await storm(shop, 8)
        await shop.settles()
        shop.clock.advance(seconds=61)
        await shop.settles()
        shop.clock.advance(seconds=11)
        await shop.settles()

        assert len(cards(shop)) == 8
        assert len(shop.person("小李").sees()) == 9
        assert "都有自己的卡片了" in summary(shop.person("小李"))


async def _storm_whose_summary_is_deleted(shop: Shop, size: int) -> None:
    shop.forgive("message_not_found")
    await storm(shop, size)
    await a_second(shop)
    shop.workspace.messages.remove("C0HOME", summary_message(shop.person("小李"))["ts"])
