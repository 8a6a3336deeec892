"""Delivery: what the app is sent, how it is signed, how long it has, and how events come again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from tests.sandbox.places import (
    CHEN,
    HOME,
    LI,
    SIGNING_SECRET,
    Clocks,
    OpenPlace,
    Place,
    a_button,
    a_card,
    a_modal,
    a_question,
)

Answer = Callable[[Request], Awaitable[Response]]


class Ear:
    """An app that writes down what it is sent and answers as told: each answer once, the last one for ever."""

    def __init__(self, *answers: Response | float) -> None:
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.genuine: list[bool] = []
        self._answers = list(answers) or [Response()]

    async def __call__(self, request: Request) -> Response:
        body = await request.body()
        headers = dict(request.headers)
        self.genuine.append(SignatureVerifier(SIGNING_SECRET).is_valid_request(body, headers))
        self.headers.append(headers)
        self.heard.append(_read(body, headers["content-type"]))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return Response()
        return answer


def _read(body: bytes, content_type: str) -> dict[str, Any]:
    if content_type == "application/json":
        read: dict[str, Any] = json.loads(body)
        return read
    form = {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    return json.loads(form["payload"]) if "payload" in form else form


async def a_card_in(place: Place, *elements: dict[str, Any]) -> dict[str, Any]:
    answer = await place.client.chat_postMessage(channel=HOME, text="新评价", blocks=a_card(*elements))
    return {"type": "message", "channel": HOME, "ts": answer["ts"]}


async def an_open_modal(place: Place, *blocks: dict[str, Any], user: str = LI, **more: Any) -> str:
    trigger = place.workspace.tickets.trigger(user).id
    opened = await place.client.views_open(trigger_id=trigger, view=a_modal(*blocks, **more))
    return str(opened["view"]["id"])


async def test_a_press_tells_the_app_who_where_and_what(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-22"}
    card = await a_card_in(place, a_button(value="7"), picker)

    outcome = await place.person(LI).press("认领", card)

    (told,) = ear.heard
    assert outcome.ok
    assert ear.genuine == [True]
    assert (told["type"], told["user"]["id"], told["channel"]["id"]) == ("block_actions", LI, HOME)
    assert told["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": HOME,
        "is_ephemeral": False,
    }
    assert told["state"]["values"] == {"do": {"day": {"type": "datepicker", "selected_date": "2026-11-22"}}}
    assert told["response_url"].startswith(place.base_url)
    assert told["message"]["text"] == "新评价"
    (action,) = told["actions"]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == ("button", "claim", "do", "7")
    assert float(action["action_ts"]) >= place.clocks.now


async def test_choosing_reports_the_option_as_the_app_offered_it(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    option = {"text": {"type": "plain_text", "text": "转交"}, "value": "hand_over"}
    card = await a_card_in(place, {"type": "overflow", "action_id": "more", "options": [option]})

    await place.person(LI).choose("转交", card)
    forged = await place.person(LI).act(card, "do", "more", {"selected_option": {"value": "delete_all"}})

    assert ear.heard[0]["actions"][0]["selected_option"] == option
    assert (forged.ok, len(ear.heard)) == (False, 1)


async def test_a_button_that_is_gone_is_not_sent(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    card = await a_card_in(place, a_button())
    await place.client.chat_update(channel=HOME, ts=card["ts"], text="折叠", blocks=a_card())

    outcome = await place.person(LI).act(card, "do", "claim", {})

    assert (outcome.ok, ear.heard) == (False, [])
    assert outcome.note is not None
    assert outcome.note["rule"] == "gone"


async def test_an_act_in_an_ephemeral_says_so_and_hides_the_message(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    await place.client.chat_postEphemeral(channel=HOME, user=LI, text="只给你", blocks=a_card(a_button()))
    ts = place.person(LI).messages(HOME)[0]["ts"]

    await place.person(LI).press("认领", {"type": "ephemeral", "channel": HOME, "ts": ts})

    assert ear.heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in ear.heard[0]


async def test_an_app_that_does_not_answer_in_time_is_said_beside_the_button(open_place: OpenPlace) -> None:
    place = await open_place(answer=Ear(0.3), ack_seconds=0.05)

    outcome = await place.person(LI).press("认领", await a_card_in(place, a_button()))

    assert outcome.note is not None
    assert (outcome.ok, outcome.note["rule"]) == (False, "operation_timeout")
    assert "3 秒" in outcome.note["zh"]
    assert place.workspace.log[-1]["delivery"] == "block_actions"


async def test_an_app_that_is_down_or_in_error_is_said_beside_the_button(open_place: OpenPlace) -> None:
    broken = await open_place(answer=Ear(Response(status_code=500)))
    down = await open_place(app={"request_url": "http://127.0.0.1:9/slack/events"})

    first = await broken.person(LI).press("认领", await a_card_in(broken, a_button()))
    second = await down.person(LI).press("认领", await a_card_in(down, a_button()))

    assert [o.note["rule"] for o in (first, second) if o.note] == ["http_error", "connection_failed"]


async def test_a_slash_command_comes_as_a_form_with_mentions_linked(open_place: OpenPlace) -> None:
    ear = Ear(JSONResponse({"response_type": "in_channel", "text": "大家看"}))
    place = await open_place(answer=ear)

    outcome = await place.person(LI).command(HOME, "/reviews assign 7 @xiaowang")

    (told,) = ear.heard
    assert outcome.ok
    assert (told["command"], told["text"]) == ("/reviews", "assign 7 <@U0WANG|xiaowang>")
    assert (told["user_id"], told["channel_id"], told["channel_name"]) == (LI, HOME, "家居用品店")
    assert ear.headers[0]["content-type"] == "application/x-www-form-urlencoded"
    assert [m["text"] for m in place.person(CHEN).messages(HOME)] == ["大家看"]


async def test_a_command_nobody_registered_is_said_and_not_sent(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)

    outcome = await place.person(LI).command(HOME, "/nothing here")

    assert (outcome.ok, ear.heard) == (False, [])


async def test_a_command_answered_with_a_bad_message_is_told_loudly(open_place: OpenPlace) -> None:
    place = await open_place(answer=Ear(JSONResponse({"blocks": [{"type": "alert"}]})))

    outcome = await place.person(LI).command(HOME, "/reviews")

    assert outcome.note is not None
    assert outcome.note["rule"] == "bad_answer"
    assert "unknown_block" in place.workspace.log[-1]["detail"]


async def test_a_submission_carries_what_was_filled_in(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    await an_open_modal(place, a_question(), private_metadata="7")

    outcome = await place.person(LI).submit({"why": {"reason": {"type": "plain_text_input", "value": "破了"}}})

    (told,) = ear.heard
    assert outcome.ok
    assert (told["type"], told["view"]["callback_id"], told["view"]["private_metadata"]) == (
        "view_submission",
        "resolve",
        "7",
    )
    assert told["view"]["state"]["values"]["why"]["reason"]["value"] == "破了"
    assert place.person(LI).views() == []


async def test_fields_are_checked_before_anything_is_sent_in_the_persons_language(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    number = {"type": "number_input", "action_id": "yuan", "is_decimal_allowed": False, "max_value": "80"}
    short = {"type": "plain_text_input", "action_id": "reason", "min_length": 5}
    blocks = [a_question(), a_question("amount", element=number), a_question("note", element=short, optional=True)]
    await an_open_modal(place, *blocks)
    await an_open_modal(place, *blocks, user=CHEN)

    filled = {"amount": {"yuan": {"value": "90"}}, "note": {"reason": {"value": "短"}}}
    chinese = await place.person(LI).submit(filled)
    english = await place.person(CHEN).submit(filled)

    assert chinese.errors == {"why": "请填写这一项", "amount": "不能大于 80", "note": "至少写 5 个字"}
    assert english.errors["amount"] == "Must be 80 or less"
    assert ear.heard == []


async def test_response_actions_update_push_and_clear_the_stack(open_place: OpenPlace) -> None:
    second = a_modal(a_question("second"))
    answers = [
        JSONResponse({"response_action": "update", "view": a_modal(a_question("changed"))}),
        JSONResponse({"response_action": "push", "view": second}),
        JSONResponse({"response_action": "clear"}),
    ]
    place = await open_place(answer=Ear(*answers))
    await an_open_modal(place, a_question(optional=True))
    li = place.person(LI)

    await li.submit()
    assert [b["block_id"] for b in li.views()[0]["blocks"]] == ["changed"]
    await li.submit({"changed": {"reason": {"value": "a"}}})
    assert [v["blocks"][0]["block_id"] for v in li.views()] == ["changed", "second"]
    await li.submit({"second": {"reason": {"value": "a"}}})
    assert li.views() == []


async def test_errors_for_a_block_that_is_not_there_are_told_loudly(open_place: OpenPlace) -> None:
    answer = JSONResponse({"response_action": "errors", "errors": {"nowhere": "x"}})
    place = await open_place(answer=Ear(answer))
    await an_open_modal(place, a_question(optional=True))

    outcome = await place.person(LI).submit()

    assert outcome.note is not None
    assert outcome.note["rule"] == "bad_answer"
    assert "nowhere" in outcome.note["en"]
    assert len(place.person(LI).views()) == 1


async def test_a_view_update_keeps_what_was_typed_where_the_field_stays(open_place: OpenPlace) -> None:
    place = await open_place(answer=Ear())
    asking = a_question(dispatch_action=True)
    view_id = await an_open_modal(place, asking, a_question("other"))
    container = {"type": "view", "view_id": view_id}
    typed = {"other": {"reason": {"value": "也写了"}}}
    await place.person(LI).act(container, "why", "reason", {"value": "写了"}, typed)

    await place.client.views_update(view_id=view_id, view=a_modal(asking, a_question("new")))

    state = place.person(LI).views()[0]["state"]
    assert state["why"]["reason"]["value"] == "写了"
    assert set(state) == {"why", "new"}


async def test_an_input_speaks_up_only_when_it_was_asked_to(open_place: OpenPlace) -> None:
    ear = Ear()
    place = await open_place(answer=ear)
    view_id = await an_open_modal(place, a_question(), a_question("loud", dispatch_action=True))
    container = {"type": "view", "view_id": view_id}

    await place.person(LI).act(container, "why", "reason", {"value": "a"})
    await place.person(LI).act(container, "loud", "reason", {"value": "b"})

    (told,) = ear.heard
    assert (told["actions"][0]["block_id"], told["actions"][0]["value"]) == ("loud", "b")
    assert told["view"]["state"]["values"]["why"]["reason"]["value"] == "a"


async def test_an_event_that_fails_comes_again_at_once_after_a_minute_and_after_five(open_place: OpenPlace) -> None:
    ear = Ear(Response(status_code=500))
    clocks = Clocks()
    place = await open_place(answer=ear, clocks=clocks)

    await place.person(LI).say(HOME, "你好")
    await place.workspace.settle()

    assert clocks.waited == [0.0, 60.0, 300.0]
    assert [h.get("x-slack-retry-num") for h in ear.headers] == [None, "1", "2", "3"]
    assert {h.get("x-slack-retry-reason") for h in ear.headers[1:]} == {"http_error"}
    assert len({told["event_id"] for told in ear.heard}) == 1


async def test_an_event_is_sent_once_when_it_is_taken_or_a_retry_is_declined(open_place: OpenPlace) -> None:
    taken, declined = Ear(), Ear(Response(status_code=500, headers={"X-Slack-No-Retry": "1"}))
    for ear in (taken, declined):
        place = await open_place(answer=ear)
        await place.person(LI).say(HOME, "你好 @评价管家")
        await place.workspace.settle()

    assert [told["event"]["type"] for told in taken.heard] == ["message", "app_mention"]
    assert len(declined.heard) == 2
    assert taken.heard[0]["event"]["text"] == "你好 <@U0BOT>"
    assert taken.heard[0]["event"]["channel_type"] == "channel"


async def test_an_event_that_is_answered_too_late_comes_again_with_the_reason(open_place: OpenPlace) -> None:
    ear = Ear(0.3, Response())
    place = await open_place(answer=ear, ack_seconds=0.1)

    await place.person(LI).open_home()
    await place.workspace.settle()

    assert [h.get("x-slack-retry-reason") for h in ear.headers] == [None, "http_timeout"]
    assert ear.heard[0]["event"] | {"event_ts": 0} == {
        "type": "app_home_opened",
        "user": LI,
        "channel": "D0LI",
        "tab": "home",
        "event_ts": 0,
    }


async def test_the_address_is_verified_with_a_challenge(open_place: OpenPlace) -> None:
    async def echo(request: Request) -> Response:
        return PlainTextResponse((await request.json())["challenge"])

    assert await (await open_place(answer=echo)).workspace.delivery.verify_address("abc")
    assert not await (await open_place(answer=Ear())).workspace.delivery.verify_address("abc")
