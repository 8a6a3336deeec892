"""Page API: what the page reads and does, as one of the people, over HTTP."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.sandbox.places import BACK, CHEN, HOME, LI, OpenPlace, Place, a_button, a_card, a_modal, a_question


async def get(place: Place, path: str, **query: str) -> Any:
    async with place.http.get(f"{place.base_url}/sandbox/{path}", params=query) as response:
        return await response.json()


async def post(place: Place, path: str, **body: Any) -> Any:
    async with place.http.post(f"{place.base_url}/sandbox/{path}", json=body) as response:
        return await response.json()


async def taken(_request: Request) -> Response:
    return Response()


async def test_state_shows_people_commands_and_only_the_rooms_one_is_in(place: Place) -> None:
    await place.client.chat_postMessage(channel=HOME, text="a")

    li, chen = await get(place, "state", user=LI), await get(place, "state", user=CHEN)

    assert {c["id"]: c["unread"] for c in li["channels"]} == {HOME: 1, BACK: 0, "C0OUT": 0, "D0LI": 0}
    assert BACK not in [c["id"] for c in chen["channels"]]
    assert next(c for c in chen["channels"] if c["is_im"])["name"] == "评价管家"
    assert next(u for u in li["users"] if u["id"] == LI)["role_note"] == {"zh": "客服", "en": "agent"}
    assert li["commands"][0]["command"] == "/reviews"
    assert (li["team"], li["now"], li["demo"]) == ({"name": "小店"}, place.clocks.now, False)


async def test_reading_a_room_takes_the_badge_away(place: Place) -> None:
    await place.client.chat_postMessage(channel=HOME, text="a")
    await post(place, "read", user=LI, channel=HOME)

    assert [c["unread"] for c in (await get(place, "state", user=LI))["channels"] if c["id"] == HOME] == [0]
    assert [c["unread"] for c in (await get(place, "state", user=CHEN))["channels"] if c["id"] == HOME] == [1]


async def test_a_room_one_is_not_in_is_not_found(place: Place) -> None:
    async with place.http.get(f"{place.base_url}/sandbox/messages", params={"user": CHEN, "channel": BACK}) as response:
        assert (response.status, (await response.json())["error"]) == (404, "channel_not_found")
    async with place.http.get(f"{place.base_url}/sandbox/messages", params={"user": CHEN}) as response:
        assert (response.status, (await response.json())["detail"]) == (400, "channel is required in the query")


async def test_ephemerals_and_notes_stand_between_the_messages(place: Place) -> None:
    await place.client.chat_postMessage(channel=HOME, text="一")
    await place.client.chat_postEphemeral(channel=HOME, user=LI, text="二")
    await place.client.api_call("chat.postMessage", json={"channel": HOME, "text": "三"})

    messages = (await get(place, "messages", user=LI, channel=HOME))["messages"]

    assert [m["text"] for m in messages] == ["一", "二", "三"]
    assert [m.get("ephemeral", False) for m in messages] == [False, True, False]
    assert not [key for m in messages for key in m if key.startswith("_")]


async def test_typing_pressing_submitting_and_closing_go_through_the_page(open_place: OpenPlace) -> None:
    place = await open_place(answer=taken)
    await post(place, "message", user=LI, channel=HOME, text="第一句")
    parent = (await get(place, "messages", user=LI, channel=HOME))["messages"][0]["ts"]
    await post(place, "message", user=CHEN, channel=HOME, thread_ts=parent, text="回一句")
    card = (await place.client.chat_postMessage(channel=HOME, text="卡片", blocks=a_card(a_button())))["ts"]
    container = {"type": "message", "channel": HOME, "ts": card}

    pressed = await post(place, "press", user=LI, container=container, block_id="do", action_id="claim")
    commanded = await post(place, "command", user=LI, channel=HOME, text="/reviews mine")
    trigger = place.workspace.tickets.trigger(LI).id
    view = (await place.client.views_open(trigger_id=trigger, view=a_modal(a_question())))["view"]["id"]
    unfilled = await post(place, "submit", user=LI, view_id=view, state={})
    stack = (await get(place, "views", user=LI))["stack"]
    closed = await post(place, "close", user=LI, view_id=view)
    opened = await post(place, "open_home", user=LI)

    replies = (await get(place, "replies", user=LI, channel=HOME, ts=parent))["messages"]
    assert [m["text"] for m in replies] == ["第一句", "回一句"]
    assert [pressed, commanded, closed, opened] == [{"ok": True}] * 4
    assert unfilled == {"ok": False, "errors": {"why": "请填写这一项"}}
    assert stack[0]["errors"] == {"why": "请填写这一项"}
    assert "private_metadata" not in stack[0]
    assert (await get(place, "views", user=LI))["stack"] == []
    assert (await get(place, "home", user=LI)) == {"view": None}


async def test_the_log_says_what_was_refused(place: Place) -> None:
    await place.client.api_call("auth.test", headers={})
    async with place.http.post(f"{place.base_url}/api/chat.nothing") as response:
        await response.read()

    (entry,) = (await get(place, "log"))["entries"]
    assert (entry["method"], entry["rule"], entry["at"]) == ("chat.nothing", "unknown_method", place.clocks.now)
    assert entry["zh"]
    assert entry["en"]


async def test_open_pages_hear_what_changes_for_the_one_they_act_as(open_place: OpenPlace) -> None:
    place = await open_place(answer=taken)
    async with asyncio.timeout(20):
        async with place.http.get(f"{place.base_url}/sandbox/events", params={"user": CHEN}) as stream:
            assert stream.content_type == "text/event-stream"
            await stream.content.readuntil(b"\n\n")
            await place.client.chat_postEphemeral(channel=HOME, user=LI, text="只给小李")
            ts = (await place.client.chat_postMessage(channel=HOME, text="一"))["ts"]
            await place.client.chat_update(channel=HOME, ts=ts, text="二")
            await place.client.chat_delete(channel=HOME, ts=ts)
            heard = [json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: ")) for _ in range(3)]

    assert [(e["type"], e["channel"], e["ts"]) for e in heard] == [
        ("message", HOME, ts),
        ("changed", HOME, ts),
        ("deleted", HOME, ts),
    ]


async def test_closing_the_workspace_ends_every_stream(place: Place) -> None:
    async with asyncio.timeout(20):
        async with place.http.get(f"{place.base_url}/sandbox/events", params={"user": LI}) as stream:
            await stream.content.readuntil(b"\n\n")
            place.workspace.live.close()
            assert await stream.content.read() == b""


async def test_another_sites_form_cannot_act_here(place: Place) -> None:
    body = json.dumps({"user": LI, "channel": HOME, "text": "骗你的"})
    url = f"{place.base_url}/sandbox/message"
    async with place.http.post(url, data=body, headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 400

    assert place.person(LI).messages(HOME) == []


async def test_a_wrong_body_names_the_field(place: Place) -> None:
    assert (await post(place, "press", user=LI))["detail"] == "container is required"
    assert (await post(place, "message", user="U0NONE", channel=HOME, text="a"))["error"] == "user_not_found"


async def test_the_page_is_served_under_a_strict_policy(place: Place) -> None:
    async with place.http.get(f"{place.base_url}/") as response:
        policy = response.headers["Content-Security-Policy"]
        assert (response.status, response.content_type) == (200, "text/html")
    async with place.http.get(f"{place.base_url}/page/main.js") as response:
        assert (response.status, response.content_type) == (200, "text/javascript")

    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy


async def test_a_response_with_the_wrong_shape_is_said_to_the_person(open_place: OpenPlace) -> None:
    async def nonsense(_request: Request) -> Response:
        return JSONResponse({"response_action": "explode"})

    place = await open_place(answer=nonsense)
    trigger = place.workspace.tickets.trigger(LI).id
    view = (await place.client.views_open(trigger_id=trigger, view=a_modal(a_question(optional=True))))["view"]["id"]

    answer = await post(place, "submit", user=LI, view_id=view)

    assert (answer["ok"], answer["note"]["rule"]) == (False, "bad_answer")
