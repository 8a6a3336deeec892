"""Slack's endpoint: what is not Slack's is refused without a stumble, and Socket Mode does all that HTTP does."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import quote

import httpx
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from tests.house.shop import Shop

BODY = b"payload={}"
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def test_only_a_good_signature_is_heard(shop: Shop) -> None:
    now = str(int(time.time()))
    good = _signature(shop, now, BODY)
    bad = [
        {}, _headers("", good), _headers(now, ""), _headers(now, "v0=" + "0" * 64), _headers(now, "v0="),
        _headers("soon", good), _headers("1e9", good), _headers("-1", good), _headers("9" * 40, good),
        _headers("\u0661\u0662".encode(), good), _headers(now, "v0=ünsigned".encode()), _headers(now, b"\xff\xfe"),
        _headers(str(int(now) - 400), _signature(shop, str(int(now) - 400), BODY)),
        _headers(str(int(now) + 400), _signature(shop, str(int(now) + 400), BODY)),
        _headers(now, _signature(shop, now, b"payload={} ")),
    ]  # fmt: skip

    answers = [await shop.http.post("/slack/events", content=BODY, headers=one | FORM) for one in bad]

    assert [answer.status_code for answer in answers] == [401] * len(bad)


async def test_rubbish_is_no_fault_of_ours_signed_or_not(shop: Shop) -> None:
    shop.forgive("slack request failed", "a press failed", "a dialog failed", "a command failed")
    shop.forgive("bolt cannot read what slack sent", "ratelimited")
    payloads: list[Any] = [
        None, 7, "x", [], {}, {"type": "block_actions"}, {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [{"action_id": "claim", "value": "x" * 9000}], "user": {"id": "U0LI"}},
        {"type": "block_actions", "actions": [{"action_id": "claim"}], "user": None},
        {"type": "view_submission", "view": {}}, {"type": "view_submission", "view": {"callback_id": "contact_dialog"}},
        {"type": "event_callback", "event": {"type": "app_home_opened"}}, {"type": "event_callback"},
        {"type": "unheard_of"},
    ]  # fmt: skip
    bodies = [
        b"",
        b"\x00",
        b"\xff\xfe\xfd",
        b"{",
        b"[" * 5000,
        b"payload=%7B",
        b"payload=",
        b"command=%2Freviews",
        b"=&=&",
    ]
    bodies += [json.dumps(one).encode() for one in payloads]
    bodies += [b"payload=" + quote(json.dumps(one)).encode() for one in payloads]

    for kind in (FORM["content-type"], "application/json", "text/plain", ""):
        for body in bodies:
            signed = await _signed(shop, body, kind)
            unsigned = await shop.http.post("/slack/events", content=body, headers=_headers("1", "v0=1"))

            assert signed.status_code in (200, 400, 401, 404), (kind, body)
            assert unsigned.status_code in (400, 401), (kind, body)
    assert (await shop.http.get("/readyz")).status_code == 200


async def test_an_endless_body_is_cut_off(shop: Shop) -> None:
    assert (await _signed(shop, b"x" * (2 * 1024 * 1024 + 1), "text/plain")).status_code == 413


async def test_slack_may_verify_the_address(shop: Shop) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "c-1"}).encode()

    assert "c-1" in (await _signed(shop, body, "application/json")).text


async def test_the_same_press_delivered_twice_counts_once(shop: Shop) -> None:
    """A proxy that repeats a request, not a person who presses again: nobody is told anything."""
    await shop.review_arrives()
    press = {
        "type": "block_actions",
        "user": {"id": "U0LI", "username": "xiaoli", "team_id": "T0SHOP"},
        "team": {"id": "T0SHOP"},
        "actions": [{"type": "button", "block_id": "case:1", "action_id": "claim", "value": "1", "action_ts": "1.5"}],
        "channel": {"id": "C0HOME"},
        "container": {"type": "message", "message_ts": shop.person("小李").card()["ts"], "channel_id": "C0HOME"},
    }
    body = b"payload=" + quote(json.dumps(press)).encode()

    answers = [await _signed(shop, body, FORM["content-type"]) for _ in range(2)]
    await shop.settles()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert shop.person("小李").thread() == ["小李 认领了"]
    assert shop.person("小李").told_privately() == []


async def test_over_socket_mode_the_story_is_the_same(shop: Shop) -> None:
    await shop.review_arrives()
    handler = AsyncSocketModeHandler(shop.parts.bolt, shop.workspace.app.app_token)
    handler.client.web_client.base_url = shop.settings.slack_api_url or ""
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await shop.workspace.delivery.sockets.wait_until_connected()
        assert shop.workspace.delivery.sockets.connected  # from now on the workspace uses nothing else
        xiaoli = shop.person("小李")

        await xiaoli.presses("认领", then_settles=False)
        await shop.person("小王").presses("认领")
        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(outcome="reached", note="说好了")

        assert "💬 <@U0LI>" in xiaoli.reads()
        assert "已经认领了 #1" in shop.person("小王").told_privately()[0]
        assert "#1" in await xiaoli.types("/reviews mine")
        assert "#1" in await xiaoli.opens_home()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


def _headers(timestamp: str | bytes, signature: str | bytes) -> dict[str, Any]:
    told = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
    return {name: value for name, value in told.items() if value}


def _signature(shop: Shop, timestamp: str, body: bytes) -> str:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    key, base = shop.settings.slack_signing_secret.encode(), f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(key, base, hashlib.sha256).hexdigest()


async def _signed(shop: Shop, body: bytes, kind: str) -> httpx.Response:
    now = str(int(time.time()))
    headers = _headers(now, _signature(shop, now, body)) | ({"content-type": kind} if kind else {})
    return await shop.http.post("/slack/events", content=body, headers=headers)
