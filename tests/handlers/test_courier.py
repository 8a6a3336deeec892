"""Courier: whatever Slack does, each case has one card, showing how things stand now."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.case import Actor, Order
from bot.messenger import Doubtful, Letter
from bot.vocabulary import Action, Role
from handlers.casework.carry_out import carry_out
from handlers.casework.intake import take_in_all
from sandbox.trouble import Trouble
from storage import errands, outbox, places
from tests.house.clock import T0
from tests.house.patience import becomes
from tests.house.shop import Shop, a_review

URGENT = "插上电就冒烟了,差点着火"
POST, UPDATE = "chat.postMessage", "chat.update"


async def test_slack_is_given_the_time_it_asks_for(shop: Shop) -> None:
    shop.workspace.trouble.add(Trouble(POST, "429", retry_after=30))
    await shop.review_arrives()

    (card,) = shop.person("小李").sees()

    assert 30 <= float(card["ts"]) - T0.timestamp() < 35


async def test_a_doubtful_post_is_repeated_where_we_may_not_look_for_it(shop: Shop) -> None:
    """Without the scope to read its own history the desk posts again: twice is better than never."""
    shop.forgive("missing_scope")
    shop.workspace.app.scopes.remove("channels:history")
    shop.workspace.trouble.add(Trouble(POST, "500"))
    await shop.review_arrives()

    await _slack_recovers(shop)

    assert len(shop.person("小李").sees()) == 1


@pytest.mark.parametrize("kind", ["500", "500_after", "drop", "drop_after"])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_doubtful_post_ends_as_one_card(shop: Shop, kind: str, times: int) -> None:
    shop.workspace.trouble.add(Trouble(POST, kind, times=times))
    await shop.review_arrives()

    await _slack_recovers(shop)

    assert len(shop.person("小李").sees()) == 1
    assert "#1" in shop.person("小李").reads()


@pytest.mark.parametrize("kind", ["500_after", "drop_after"])
async def test_a_doubtful_line_and_a_doubtful_direct_message_are_said_once(shop: Shop, kind: str) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("认领")
    shop.workspace.trouble.add(Trouble(POST, kind, times=2))

    await shop.person("小李").presses("转交")
    await shop.person("小李").fills_in(to="U0SUN", note="交给你")
    await _slack_recovers(shop)

    assert shop.person("小李").thread() == ["小李 认领了", "小李 转交给 小孙:交给你"]
    assert len(shop.person("小孙").direct_messages()) == 1


@pytest.mark.parametrize("kind", ["500", "500_after", "drop", "429"])
async def test_an_update_that_failed_is_made_up_for(shop: Shop, kind: str) -> None:
    await shop.review_arrives()
    shop.workspace.trouble.add(Trouble(UPDATE, kind, times=2))

    await shop.person("小李").presses("认领")
    await _slack_recovers(shop)

    assert "🟢 <@U0LI>" in shop.person("小李").reads()
    assert shop.person("小李").thread() == ["小李 认领了"]


async def test_when_slack_asks_to_wait_no_update_of_that_channel_goes_meanwhile(shop: Shop) -> None:
    for store in ("home-cn", "home-cn", "beauty-cn"):
        await shop.review_arrives(store=store)
    xiaoli, courier = shop.person("小李"), shop.parts.staff.courier
    shop.workspace.trouble.add(Trouble(UPDATE, "429", retry_after=30))

    await _claims(shop, 1)
    await courier.send_all()
    await _claims(shop, 2)
    await _claims(shop, 3)
    shop.clock.advance(seconds=29)
    await courier.send_all()

    claimed = "🟢 <@U0ZHAO>"
    assert [claimed in xiaoli.reads(number=number) for number in (0, 1)] == [False, False]
    assert claimed in xiaoli.reads("C0BEAUTY")
    shop.clock.advance(seconds=1.1)
    await courier.send_all()
    assert [claimed in xiaoli.reads(number=number) for number in (0, 1)] == [True, True]


async def test_a_channel_that_is_held_for_long_does_not_keep_what_falls_due_in_another(shop: Shop) -> None:
    """With the clock standing still the held channel is never free; the courier must look up nevertheless."""
    desk, courier = shop.parts.staff.desk, shop.parts.staff.courier
    await desk.db.write(places.hold, "C0HOME", shop.clock.now(), timedelta(hours=1))
    wish = {"key": "note:1", "channel": "C0BEAUTY", "text": "hello", "blocks": [], "now": shop.clock.now()}
    desk.to_send.set()
    running = asyncio.create_task(courier.run())
    await becomes(lambda: not desk.to_send.is_set())  # it has begun to look, and finds nothing

    await desk.db.write(outbox.enqueue, **wish)  # nobody wakes it, as when a row's time has come

    try:
        await becomes(lambda: len(shop.person("小李").sees("C0BEAUTY")) == 1)
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_a_search_that_could_not_reach_the_end_leaves_the_doubt(shop: Shop) -> None:
    """More was said meanwhile than is looked through: the card may stand further back, so it is not posted again."""
    letter = Letter("C0HOME", "#1", [], key="card:1")
    messenger = shop.parts.staff.messenger
    await messenger.post(letter)
    for number in range(1000):
        shop.workspace.messages.add("C0HOME", {"user": "U0LI", "text": f"{number}"})

    with pytest.raises(Doubtful, match="there are more"):
        await messenger.find(letter, T0 - timedelta(minutes=5))

    shop.workspace.messages.remove("C0HOME", shop.person("小李").sees()[-1]["ts"])
    assert await messenger.find(letter, T0 - timedelta(minutes=5)) is not None
    assert await messenger.find(Letter("C0HOME", "#2", [], key="card:2"), T0 - timedelta(minutes=5)) is None


async def test_a_process_that_died_while_sending_leaves_one_card(shop: Shop) -> None:
    """Whether Slack had taken the message or not, nobody knows; the lease runs out and it is looked for."""
    await shop.push(a_review())
    await shop.push(a_review())
    desk = shop.parts.staff.desk
    await take_in_all(desk, shop.opinion)
    (errand,) = await desk.db.write(errands.lease, now=desk.clock.now(), token="of the dead", limit=1)
    await shop.parts.staff.messenger.post(Letter("C0HOME", "#1", [], key=errand.key))

    await shop.restarts()
    await shop.settles()
    shop.clock.advance(seconds=31)
    await shop.settles()

    numbers = ["#1" in shop.person("小李").reads(number=n) for n in range(len(shop.person("小李").sees()))]
    assert sorted(numbers) == [False, True]


async def test_a_burst_of_changes_is_one_update(shop: Shop) -> None:
    body = a_review()
    await shop.push(body)
    await shop.settles()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    async with _counted_updates(shop) as updates:
        for number in range(5):
            await shop.push(body | {"type": "updated", "text": f"坏了,第 {number} 次修改"})
        await shop.settles()

    assert updates == ["C0HOME"]
    assert "第 4 次修改" in xiaoli.reads()


async def test_a_change_made_while_the_card_is_on_its_way_is_shown_too(shop: Shop) -> None:
    await shop.push(a_review())
    await take_in_all(shop.parts.staff.desk, shop.opinion)
    shop.workspace.trouble.add(Trouble(POST, "slow", seconds=0.3))
    sending = asyncio.create_task(shop.parts.staff.courier.send_all())
    await becomes(lambda: shop.workspace.log != [])  # the drill is noted as the post comes in

    await _claims(shop, 1)
    await sending
    await shop.settles()

    assert "🟢 <@U0ZHAO>" in shop.person("小李").reads()


async def test_the_gravest_case_goes_first(shop: Shop) -> None:
    mild = [a_review(text="快递太慢了,等了十天", rating=2) for _ in range(4)]
    await shop.push({"reviews": [*mild, a_review(text=URGENT)]})

    await shop.settles()

    assert "🔴 紧急" in shop.person("小李").reads(number=0)


async def test_a_line_waits_for_its_card(shop: Shop) -> None:
    """The workspace would refuse a line for a thread that is not there, and the house would say so."""
    shop.workspace.trouble.add(Trouble(POST, "500", times=1))
    await shop.review_arrives()
    await shop.person("小李").types("/reviews show 1")
    await shop.person("小李").presses_private("认领")
    assert shop.person("小李").sees() == []

    await _slack_recovers(shop)

    assert len(shop.person("小李").sees()) == 1
    assert "🟢 <@U0LI>" in shop.person("小李").reads()
    assert shop.person("小李").thread() == ["小李 认领了"]


async def _claims(shop: Shop, case_id: int) -> None:
    """The lead claims it; the card is not redrawn yet."""
    lead = Actor("U0ZHAO", Role.LEAD)
    await carry_out(shop.parts.staff.desk, case_id, [Order(Action.CLAIM, lead, shop.clock.now())])


async def _slack_recovers(shop: Shop) -> None:
    """The time that a few tries take, each later than the one before."""
    for _ in range(5):
        shop.clock.advance(seconds=60)
        await shop.settles()


@asynccontextmanager
async def _counted_updates(shop: Shop) -> AsyncIterator[list[str]]:
    """The channels whose cards were redrawn meanwhile; a card with a thread names it, a counted reply does not."""
    updates: list[str] = []

    async def follow() -> None:
        with shop.workspace.live.listening("U0LI") as events:
            async for event in events:
                if event["type"] == "changed" and "thread_ts" in event:
                    updates.append(event["channel"])

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    yield updates
    following.cancel()


async def test_a_card_found_after_its_answer_was_lost_shows_what_happened_meanwhile(shop: Shop) -> None:
    shop.workspace.trouble.add(Trouble("chat.postMessage", "drop_after"))
    await shop.push({"reviews": [a_review(rating=1, text="质量太差,用两天就坏了")]})
    await take_in_all(shop.parts.staff.desk, shop.opinion)
    await shop.parts.staff.courier.send_all()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", then_settles=False)
    shop.clock.advance(seconds=61)
    await shop.settles()

    assert "认领 ·" in xiaoli.reads()
    assert len(xiaoli.sees()) == 1
