"""At once: whatever many do at the same moment, it counts once, and the losers are told."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import quote

import httpx
from sqlalchemy import text
from sqlmodel import Session

from tests.conftest import OpenShop
from tests.house.shop import Shop, a_review

TWO_SUPERVISORS = """
[roles]
agents = ["U0LI", "U0WANG", "U0SUN"]
supervisors = ["U0CHEN", "U0ZHOU"]
"""


async def test_the_same_review_a_thousand_times_is_one_card(shop: Shop) -> None:
    body = a_review()
    answers: list[httpx.Response] = []
    for _ in range(20):
        answers += await asyncio.gather(*(shop.push(body) for _ in range(50)))
    await shop.settles()

    assert {answer.status_code for answer in answers} == {202}
    assert sum(answer.json()["accepted"] for answer in answers) == 1
    assert sum(answer.json()["duplicates"] for answer in answers) == 999
    assert len(shop.person("小李").sees()) == 1


async def test_the_same_click_a_hundred_times_counts_once(shop: Shop) -> None:
    await shop.review_arrives()
    click = _a_signed_click(shop)

    answers = await asyncio.gather(*(shop.http.post("/slack/events", **click) for _ in range(100)))
    await shop.settles()

    assert {answer.status_code for answer in answers} == {200}
    assert shop.person("小李").thread() == ["小李 认领了"]
    assert await shop.parts.staff.desk.db.read(_events, "claim") == 1


async def test_of_two_supervisors_acting_together_one_wins_and_the_other_is_told(opening: OpenShop) -> None:
    async with opening(policy=TWO_SUPERVISORS) as shop:
        await shop.review_arrives()
        chen, zhou = shop.person("陈主管"), shop.person("周经理")

        await asyncio.gather(chen.presses("认领", then_settles=False), zhou.presses("认领", then_settles=False))
        await shop.settles()

        told = chen.told_privately() + zhou.told_privately()
        assert len(told) == 1
        assert "已认领" in told[0] or "认领" in told[0]
        assert len([line for line in chen.thread() if "认领了" in line]) == 1


async def test_two_who_give_a_case_away_at_once_both_stand_in_its_timeline(opening: OpenShop) -> None:
    """Neither is lost: the second decides anew on what the first left."""
    async with opening(policy=TWO_SUPERVISORS) as shop:
        await shop.review_arrives()
        chen, zhou = shop.person("陈主管"), shop.person("周经理")

        await asyncio.gather(
            chen._person.command("C0HOME", "/reviews assign 1 @小王"),
            zhou._person.command("C0HOME", "/reviews assign 1 @小孙"),
        )
        await shop.settles()

        lines = chen.thread()
        assert len(lines) == 2
        owners = [line.split("转交给 ")[1] for line in lines]
        assert sorted(owners) == ["小孙", "小王"]
        assert f"<@{'U0WANG' if owners[1] == '小王' else 'U0SUN'}>" in chen.reads()


def _a_signed_click(shop: Shop) -> dict[str, Any]:
    """One press of 认领, as Slack sends it, byte for byte the same every time."""
    from tests.fuzz.requests import slack_signature

    card = shop.person("小李").card()
    (button,) = [
        (block["block_id"], element)
        for block in card["blocks"]
        for element in block.get("elements", [])
        if element.get("type") == "button" and element["text"]["text"] == "认领"
    ]
    block_id, element = button
    payload = {
        "type": "block_actions",
        "user": {"id": "U0LI"},
        "team": {"id": "T0SHOP"},
        "channel": {"id": "C0HOME"},
        "container": {"type": "message", "channel_id": "C0HOME", "message_ts": card["ts"]},
        "trigger_id": "1.2.3",
        "actions": [
            {
                "type": "button",
                "block_id": block_id,
                "action_id": element["action_id"],
                "action_ts": "1760000000.000001",
                "value": element["value"],
            }
        ],
    }
    body = "payload=" + quote(json.dumps(payload), safe="")
    stamp = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": slack_signature("house-secret", stamp, body.encode()),
    }
    return {"content": body.encode(), "headers": headers}


def _events(session: Session, what: str) -> int:
    return int(
        session.connection().execute(text("SELECT count(*) FROM event WHERE what = :w"), {"w": what}).scalar_one()
    )
