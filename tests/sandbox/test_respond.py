"""Respond: a response_url works five times within half an hour, in the place it was given for."""

from __future__ import annotations

from typing import Any

from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from sandbox.payloads import response_url
from tests.sandbox.places import CHEN, HOME, LI, Place, a_card


async def a_card_ts(place: Place) -> str:
    return str((await place.client.chat_postMessage(channel=HOME, text="卡片", blocks=a_card()))["ts"])


def address(place: Place, **more: Any) -> str:
    return response_url(place.workspace, place.workspace.tickets.response_address(LI, HOME, **more))


async def send(place: Place, url: str, **message: Any) -> WebhookResponse:
    client = AsyncWebhookClient(url, session=place.http, retry_handlers=[])
    return await client.send_dict(message)


async def test_an_answer_is_private_unless_it_says_otherwise(place: Place) -> None:
    url = address(place)

    await send(place, url, text="只给你")
    await send(place, url, text="给大家", response_type="in_channel")

    assert [m["text"] for m in place.person(LI).messages(HOME)] == ["只给你", "给大家"]
    assert [m["text"] for m in place.person(CHEN).messages(HOME)] == ["给大家"]


async def test_it_works_five_times(place: Place) -> None:
    url = address(place)

    answers = [(await send(place, url, text=str(n))).status_code for n in range(6)]

    assert answers == [200] * 5 + [404]
    assert place.rules == ["used_url"]


async def test_it_works_for_thirty_minutes(place: Place) -> None:
    url = address(place)
    place.clocks.ticks += 30 * 60 + 1

    answer = await send(place, url, text="迟了")

    assert (answer.status_code, '"expired_url"' in answer.body) == (404, True)
    assert (await send(place, f"{place.base_url}/respond/none", text="a")).status_code == 404


async def test_the_original_is_replaced_or_deleted(place: Place) -> None:
    first, second = await a_card_ts(place), await a_card_ts(place)

    await send(place, address(place, message_ts=first), text="换了", replace_original=True)
    await send(place, address(place, message_ts=second), delete_original="true")

    (seen,) = place.person(CHEN).messages(HOME)
    assert (seen["ts"], seen["text"], "blocks" in seen) == (first, "换了", False)


async def test_an_ephemeral_original_is_replaced_or_deleted_too(place: Place) -> None:
    await place.client.chat_postEphemeral(channel=HOME, user=LI, text="一", blocks=a_card())
    ts = place.person(LI).messages(HOME)[0]["ts"]
    here = {"message_ts": ts, "is_ephemeral": True}

    await send(place, address(place, **here), text="二", replace_original=True)
    replaced = [(m["text"], "blocks" in m) for m in place.person(LI).messages(HOME)]
    await send(place, address(place, **here), delete_original=True)

    assert replaced == [("二", False)]
    assert place.person(LI).messages(HOME) == []
    assert (await send(place, address(place, **here), delete_original=True)).status_code == 400


async def test_a_bad_answer_is_refused_and_noted_for_that_person_only(place: Place) -> None:
    answer = await send(place, address(place), text="a", blocks=[{"type": "section"}])

    assert answer.status_code == 400
    assert [m["note"]["rule"] for m in place.person(LI).messages(HOME)] == ["missing_key"]
    assert place.person(CHEN).messages(HOME) == []
