"""Trouble: scripted faults look to the real client as they would from Slack."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.trouble import Trouble
from tests.sandbox.places import HOME, LI, Place


def texts(place: Place) -> list[str]:
    return [m["text"] for m in place.person(LI).messages(HOME) if "note" not in m]


async def test_too_many_requests_says_when_to_come_back(place: Place) -> None:
    place.workspace.trouble.add(Trouble("chat.postMessage", "429", retry_after=7))

    with pytest.raises(SlackApiError) as caught:
        await place.client.chat_postMessage(channel=HOME, text="a")
    await place.client.chat_postMessage(channel=HOME, text="b")

    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    assert texts(place) == ["b"]


@pytest.mark.parametrize(("kind", "accepted"), [("500", []), ("500_after", ["a"])])
async def test_a_server_error_comes_before_or_after_the_work(place: Place, kind: str, accepted: list[str]) -> None:
    place.workspace.trouble.add(Trouble("chat.postMessage", kind))

    with pytest.raises(SlackApiError) as caught:
        await place.client.chat_postMessage(channel=HOME, text="a")

    assert caught.value.response.status_code == 500
    assert texts(place) == accepted


@pytest.mark.parametrize(("kind", "accepted"), [("drop", []), ("drop_after", ["a"])])
async def test_a_dropped_connection_loses_the_answer(place: Place, kind: str, accepted: list[str]) -> None:
    place.workspace.trouble.add(Trouble("*", kind))

    with pytest.raises(aiohttp.ClientError):
        await place.client.chat_postMessage(channel=HOME, text="a")

    assert texts(place) == accepted
    assert (await place.client.auth_test())["ok"]


async def test_a_hanging_call_does_nothing_and_ends_when_the_caller_gives_up(place: Place) -> None:
    place.workspace.trouble.add(Trouble("chat.postMessage", "hang", seconds=60))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await place.client.chat_postMessage(channel=HOME, text="a")

    assert texts(place) == []


async def test_a_slow_call_is_done_in_the_end(place: Place) -> None:
    place.workspace.trouble.add(Trouble("chat.postMessage", "slow", seconds=0.05))
    started = asyncio.get_running_loop().time()

    await place.client.chat_postMessage(channel=HOME, text="a")

    assert asyncio.get_running_loop().time() - started >= 0.05
    assert texts(place) == ["a"]


async def test_a_drill_is_announced_where_it_happens(place: Place) -> None:
    place.workspace.trouble.add(Trouble("chat.postMessage", "500"))
    with pytest.raises(SlackApiError):
        await place.client.chat_postMessage(channel=HOME, text="a")

    (note,) = [m["note"] for m in place.person(LI).messages(HOME)]
    assert (note["kind"], note["rule"]) == ("fault", "500")
    assert note["zh"].startswith("演练")
    assert place.rules == ["500"]


async def test_faults_are_scripted_listed_and_cleared_over_the_page(place: Place) -> None:
    url = f"{place.base_url}/sandbox/faults"
    async with place.http.post(
        url, json={"method": "chat.update", "kind": "slow", "times": 2, "seconds": 1}
    ) as response:
        made = (await response.json())["faults"]
    async with place.http.post(url, json={"method": "chat.update", "kind": "explode"}) as response:
        wrong = (response.status, (await response.json())["error"])
    async with place.http.delete(url) as response:
        left = (await response.json())["faults"]

    assert made == [{"method": "chat.update", "kind": "slow", "times": 2, "retry_after": 1, "seconds": 1.0}]
    assert wrong == (400, "kind: 'explode' is not one of 429, 500, 500_after, drop, drop_after, late, hang, slow")
    assert left == []
