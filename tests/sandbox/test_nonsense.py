"""Nonsense: whatever a caller sends, the Web API answers with a code of Slack's and never breaks down."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.web_api.endpoint import METHODS
from tests.sandbox.places import APP_TOKEN, BOT_TOKEN, HOME, LI, OpenPlace, Place, a_modal, a_question

NAMES = (
    "channel", "text", "blocks", "ts", "thread_ts", "user", "users", "view", "trigger_id", "view_id", "user_id", "hash",
    "limit", "cursor", "oldest", "types", "metadata", "timestamp", "name", "filename", "length", "files", "file",
    "email", "external_id", "message_ts", "channel_id", "bot", "initial_comment", "reply_broadcast", "alt_txt",
)  # fmt: skip
VALUES: tuple[Any, ...] = ({"a": [1]}, [{}], -1, True, "[1]", "\u0000", "9" * 50)


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_a_method_given_nonsense_answers_with_a_code(place: Place, method: str) -> None:
    sound = {"channel": HOME, "user": LI, "text": "a", "user_id": LI, "channel_id": HOME}
    token = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
    url, headers = f"{place.base_url}/api/{method}", {"Authorization": f"Bearer {token}"}
    for value in VALUES:
        for given in (dict.fromkeys(NAMES, value), *({**sound, name: value} for name in NAMES)):
            async with place.http.post(url, json=given, headers=headers) as response:
                assert response.status in (200, 400, 429), (given, await response.text())
                answer = await response.json()
            assert answer["ok"] or answer["error"], given


@pytest.mark.parametrize("path", ["press", "submit", "close", "command", "message", "faults"])
async def test_the_page_api_given_nonsense_names_what_is_wrong(open_place: OpenPlace, path: str) -> None:
    place = await open_place(answer=taken)
    trigger = place.workspace.tickets.trigger(LI).id
    view_id = (await place.client.views_open(trigger_id=trigger, view=a_modal(*EVERY_FIELD)))["view"]["id"]
    sound = {"user": LI, "channel": HOME, "text": "a", "view_id": view_id, "block_id": "b0", "action_id": "a"}
    sound |= {"container": {"type": "view", "view_id": view_id}, "method": "*", "kind": "slow"}
    chosen = [{**sound, "block_id": f"b{n}", key: v} for n, key in enumerate(KEYS) for v in VALUES]
    filled = [{**sound, "state": {f"b{n}": {"a": {key: v}}}} for n, key in enumerate(KEYS) for v in VALUES]
    others = [{**sound, name: v} for name in (*sound, "state", "thread_ts", "times", "seconds") for v in VALUES]
    for given in [*chosen, *filled, *others]:
        async with place.http.post(f"{place.base_url}/sandbox/{path}", json=given) as response:
            assert response.status in (200, 400, 404), (given, await response.text())


async def taken(_request: Request) -> Response:
    """An app that never closes the modal."""
    return JSONResponse({"response_action": "errors", "errors": {"b0": "再看看"}})


OPTIONS = [{"text": {"type": "plain_text", "text": "甲"}, "value": "x"}]
KEYS = ("value", "selected_option", "selected_options", "selected_date", "selected_users", "selected_date_time")
KINDS: tuple[dict[str, Any], ...] = (
    {"type": "plain_text_input"},
    {"type": "static_select", "options": OPTIONS},
    {"type": "checkboxes", "options": OPTIONS},
    {"type": "datepicker"},
    {"type": "multi_users_select"},
    {"type": "datetimepicker"},
)
EVERY_FIELD = [
    a_question(f"b{place}", element={**kind, "action_id": "a"}, optional=True, dispatch_action=True)
    for place, kind in enumerate(KINDS)
]
