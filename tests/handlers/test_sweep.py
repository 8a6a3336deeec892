"""Sweep: what Slack takes long after we gave it up is removed, and the message stands once."""

from datetime import timedelta

import pytest

from handlers.delivery.sweeping import sweep
from sandbox.trouble import Trouble
from storage import sweeps
from tests.house.reading import words_of
from tests.house.shop import Shop

POST = "chat.postMessage"


async def test_a_card_that_slack_took_after_we_had_given_up_stands_once_in_the_end(shop: Shop) -> None:
    await _posted_twice(shop)
    xiaoli = shop.person("小李")
    assert len(xiaoli.sees()) == 2

    await _time_to_sweep(shop)

    assert len(xiaoli.sees()) == 1
    await xiaoli.presses("认领")
    assert "🟢 <@U0LI>" in xiaoli.reads()
    assert xiaoli.thread() == ["小李 认领了"]


async def test_an_extra_that_comes_after_the_first_look_is_removed_by_the_next(shop: Shop) -> None:
    shop.workspace.trouble.add(Trouble(POST, "late", seconds=3600))
    await shop.review_arrives()
    await _time_to_sweep(shop)
    await shop.workspace.trouble.release()
    assert len(shop.person("小李").sees()) == 2

    shop.clock.advance(minutes=10)
    await shop.settles()

    assert len(shop.person("小李").sees()) == 1


@pytest.mark.parametrize("kind", ["thread", "direct message"])
async def test_lines_and_direct_messages_are_swept_too(shop: Shop, kind: str) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("认领")
    shop.workspace.trouble.add(Trouble(POST, "late", seconds=3600, times=2))
    await shop.person("小李").presses("转交")
    await shop.person("小李").fills_in(to="U0SUN", note="交给你")
    await _given_up(shop)
    said = shop.person("小李").thread if kind == "thread" else shop.person("小孙").direct_messages
    before = len(said())

    await _time_to_sweep(shop)

    assert (before, len(said())) == ((3, 2) if kind == "thread" else (2, 1))


async def test_an_extra_is_removed_where_more_was_said_than_can_be_searched(shop: Shop) -> None:
    shop.workspace.trouble.add(Trouble(POST, "late", seconds=3600))
    await shop.review_arrives()
    shop.clock.advance(seconds=15)
    await shop.settles()
    for number in range(1000):
        shop.workspace.messages.add("C0HOME", {"type": "message", "user": "U0LI", "text": f"闲聊 {number}"})
    await shop.workspace.trouble.release()
    before = _cards(shop)

    await _time_to_sweep(shop)

    assert (before, _cards(shop)) == (2, 1)


async def test_a_card_that_is_posted_anew_while_extras_are_looked_for_is_none_of_them(shop: Shop) -> None:
    shop.forgive("message_not_found", "thread_not_found")
    await _posted_twice(shop)
    shop.clock.advance(seconds=61)
    desk, messenger = shop.parts.staff.desk, shop.parts.staff.courier.messenger
    (begun,) = await desk.db.write(sweeps.take_due, shop.clock.now(), 3)
    shop.workspace.messages.remove("C0HOME", begun.standing.ts)
    await shop.person("小李").presses("认领")

    await sweep(desk, messenger, begun)

    assert "🟢 <@U0LI> 10:01 认领" in shop.person("小李").reads()


async def test_looks_that_a_closed_channel_refused_are_made_up_for_when_it_opens(shop: Shop) -> None:
    shop.forgive("cannot be delivered", "is_archived")
    await _posted_twice(shop)
    shop.workspace.rooms["C0HOME"].is_archived = True
    for _ in range(8):
        shop.clock.advance(hours=1)
        await shop.settles()
    assert _cards(shop) == 2
    shop.workspace.rooms["C0HOME"].is_archived = False

    shop.clock.advance(hours=1)
    await shop.settles()

    assert _cards(shop) == 1


async def test_a_channel_that_stays_closed_is_left_in_peace_after_a_week(shop: Shop) -> None:
    shop.forgive("cannot be delivered", "is_archived")
    await _posted_twice(shop)
    shop.workspace.rooms["C0HOME"].is_archived = True
    for _ in range(12):
        shop.clock.advance(days=1)
        await shop.settles()

    assert not await shop.parts.staff.desk.db.read(sweeps.any_due, shop.clock.now() + timedelta(days=30))


async def test_what_was_never_in_doubt_is_not_looked_for(shop: Shop) -> None:
    await shop.review_arrives()
    shop.workspace.app.scopes.remove("channels:history")

    await _time_to_sweep(shop)

    assert shop.trouble() == []


def _cards(shop: Shop) -> int:
    return sum(1 for message in shop.workspace.messages.top_level("C0HOME") if "闲聊" not in words_of(message))


async def _posted_twice(shop: Shop) -> None:
    shop.workspace.trouble.add(Trouble(POST, "late", seconds=3600))
    await shop.review_arrives()
    await _given_up(shop)


async def _given_up(shop: Shop) -> None:
    """We have searched, found nothing, and posted anew; then the first request is carried out."""
    shop.clock.advance(seconds=15)
    await shop.settles()
    shop.clock.advance(seconds=3)
    await shop.workspace.trouble.release()


async def _time_to_sweep(shop: Shop) -> None:
    shop.clock.advance(seconds=61)
    await shop.settles()
