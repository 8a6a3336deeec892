"""Sweep: what Slack takes long after we gave it up is removed, and the message stands once."""

import pytest

from sandbox.trouble import Trouble
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


async def test_what_was_never_in_doubt_is_not_looked_for(shop: Shop) -> None:
    await shop.review_arrives()
    shop.workspace.app.scopes.remove("channels:history")

    await _time_to_sweep(shop)

    assert shop.trouble() == []


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
