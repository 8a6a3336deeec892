"""End to end: an unchanged Bolt app lives on the sandbox over real HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from sandbox import page_view
from tests.sandbox.places import (
    APP_TOKEN,
    CHEN,
    HOME,
    LI,
    OpenPlace,
    Place,
    a_bot,
    a_button,
    a_card,
    a_modal,
    a_question,
)  # fmt: skip


def a_desk() -> AsyncApp:
    """A bot with one of everything: a card, a modal, a command, a Home, an ear."""
    bot = a_bot()

    @bot.action("claim")
    async def claimed(ack: Any, body: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        channel, ts = body["container"]["channel_id"], body["container"]["message_ts"]
        await client.chat_update(channel=channel, ts=ts, text="done", blocks=a_card(text=f"<@{body['user']['id']}>"))
        await respond(text="认领好了", response_type="ephemeral", replace_original=False)

    @bot.action("resolve")
    async def resolving(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        asked = a_modal(a_question(), private_metadata="7", notify_on_close=True)
        await client.views_open(trigger_id=body["trigger_id"], view=asked)

    @bot.view("resolve")
    async def resolved(ack: Any, view: dict[str, Any], client: Any, body: dict[str, Any]) -> None:
        reason = view["state"]["values"]["why"]["reason"]["value"]
        if reason == "不知道":
            await ack(response_action="errors", errors={"why": "请写具体一点"})
            return
        await ack()
        await client.chat_postMessage(channel=HOME, text=f"{view['private_metadata']}: {reason} {body['user']['id']}")

    @bot.view_closed("resolve")
    async def gave_up(ack: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=HOME, text="没有结案")

    @bot.command("/reviews")
    async def asked(ack: Any, command: dict[str, Any], respond: Any) -> None:
        await ack(f"收到 {command['text']}")
        await respond(text="在频道里回答", response_type="in_channel")

    @bot.event("app_home_opened")
    async def came_home(event: dict[str, Any], client: Any) -> None:
        blocks = a_card(a_button("刷新", "refresh"), text="我的案件")
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @bot.action("refresh")
    async def refreshed(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        fresh = {"type": "home", "blocks": a_card(text="没有案件")}
        await client.views_publish(user_id=body["user"]["id"], view=fresh, hash=body["view"]["hash"])

    @bot.event("message")
    async def heard(event: dict[str, Any], say: Any) -> None:
        if event["channel_type"] == "im":
            await say(f"你说了 {event['text']}")

    return bot


async def connected(place: Place, bot: AsyncApp) -> SocketModeClient:
    """The bot on Socket Mode, once its socket stands."""
    handler = AsyncSocketModeHandler(bot, APP_TOKEN)
    handler.client.web_client.base_url = f"{place.base_url}/api/"
    handler.client.web_client.retry_handlers = []
    await handler.connect_async()
    async with asyncio.timeout(20):
        await place.workspace.delivery.sockets.wait_until_connected()
    return handler.client


@pytest.fixture(params=["http", "socket"])
async def desk(request: Any, open_place: OpenPlace) -> Any:
    """The same bot, reached over HTTP and over Socket Mode."""
    bot = a_desk()
    if request.param == "http":
        yield await open_place(bot=bot)
        return
    place = await open_place(app={"request_url": "http://127.0.0.1:9/nobody"})
    bot.client.base_url = f"{place.base_url}/api/"
    client = await connected(place, bot)
    yield place
    await client.close()


async def a_posted_card(place: Place) -> dict[str, Any]:
    buttons = [a_button(value="7"), a_button("结案", "resolve")]
    answer = await place.client.chat_postMessage(channel=HOME, text="新评价", blocks=a_card(*buttons))
    return {"type": "message", "channel": HOME, "ts": answer["ts"]}


async def said(place: Place, channel: str, text: str, user: str = LI) -> dict[str, Any]:
    """The message with this text, once the person sees it."""
    return await place.until(
        user, lambda: next((m for m in place.person(user).messages(channel) if m.get("text") == text), None)
    )


async def test_a_pressed_button_changes_the_card_and_answers_privately(desk: Place) -> None:
    card = await a_posted_card(desk)

    outcome = await desk.person(LI).press("认领", card)

    private = await said(desk, HOME, "认领好了")
    assert outcome.ok
    assert private["only_visible_to"] == LI
    assert [m["blocks"][0]["text"]["text"] for m in desk.person(CHEN).messages(HOME)] == [f"<@{LI}>"]


async def test_a_modal_is_opened_corrected_and_submitted(desk: Place) -> None:
    li = desk.person(LI)
    await li.press("结案", await a_posted_card(desk))
    await desk.until(LI, li.views)

    unfilled = await li.submit()
    wrong = await li.submit({"why": {"reason": {"value": "不知道"}}})
    right = await li.submit({"why": {"reason": {"value": "包装破了"}}})

    await said(desk, HOME, f"7: 包装破了 {LI}")
    assert unfilled.errors == {"why": "请填写这一项"}
    assert wrong.errors == {"why": "请写具体一点"}
    assert right.ok
    assert li.views() == []


async def test_a_closed_modal_is_told_when_asked_for(desk: Place) -> None:
    li = desk.person(LI)
    await li.press("结案", await a_posted_card(desk))
    await desk.until(LI, li.views)

    await li.close()

    await said(desk, HOME, "没有结案")
    assert li.views() == []


async def test_a_command_is_answered_privately_and_then_in_the_channel(desk: Place) -> None:
    outcome = await desk.person(LI).command(HOME, "/reviews assign 7 @xiaowang")

    private = await said(desk, HOME, "收到 assign 7 <@U0WANG|xiaowang>")
    await said(desk, HOME, "在频道里回答", CHEN)
    assert outcome.ok
    assert private["ephemeral"]
    assert [m["text"] for m in desk.person(CHEN).messages(HOME)] == ["在频道里回答"]


async def test_home_is_published_and_its_buttons_work(desk: Place) -> None:
    li = desk.person(LI)
    await li.open_home()
    await desk.until(LI, li.home)

    outcome = await li.press("刷新", {"type": "home"})

    await desk.until(LI, lambda: (li.home() or {})["blocks"][0]["text"]["text"] == "没有案件")
    assert outcome.ok


async def test_a_direct_message_is_heard_and_answered(desk: Place) -> None:
    outcome = await desk.person(LI).say("D0LI", "在吗 <b>")

    await said(desk, "D0LI", "你说了 在吗 &lt;b&gt;")
    assert outcome.ok
    assert [c["unread"] for c in _channels(desk, LI) if c["id"] == "D0LI"] == [1]


async def test_a_refreshed_socket_comes_back_with_a_new_ticket(open_place: OpenPlace) -> None:
    bot = a_desk()
    place = await open_place(app={"request_url": "http://127.0.0.1:9/nobody"})
    bot.client.base_url = f"{place.base_url}/api/"
    client = await connected(place, bot)
    card = await a_posted_card(place)

    await place.workspace.delivery.sockets.disconnect()
    async with asyncio.timeout(20):
        await place.workspace.delivery.sockets.wait_until_connected()
    outcome = await place.person(LI).press("认领", card)

    await said(place, HOME, "认领好了")
    assert outcome.ok
    await client.close()


def _channels(place: Place, user: str) -> list[dict[str, Any]]:
    channels: list[dict[str, Any]] = page_view.state(place.workspace, user, demo=False)["channels"]
    return channels
