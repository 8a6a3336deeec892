"""Browsing: the page in a real browser, as one of the people, with a small bot behind the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import Page, Route

from sandbox.workspace import SlashCommand
from tests.sandbox.places import HOME, WANG, Place, a_bot, a_button, a_card, a_modal, a_question

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf0000000201013d"
    "7d3bd40000000049454e44ae426082"
)
VERBS = [
    {"name": "status", "hint": "", "description": {"zh": "现在的情况", "en": "where things stand"}},
    {"name": "show", "hint": "N", "description": {"zh": "看一个案件", "en": "show a case"}},
]
COMMANDS = [SlashCommand("/reviews", "status", {"zh": "评价", "en": "reviews"}, VERBS)]

Visit = Callable[..., Awaitable[Page]]


def card_of(page: Page, text: str) -> Any:
    return page.locator(".conversation article").filter(has_text=text).last


def entry(page: Page) -> Any:
    return page.get_by_role("textbox", name="消息或命令")


async def post(place: Place, text: str = "新评价", **more: Any) -> str:
    answer = await place.client.chat_postMessage(channel=HOME, text=text, **more)
    return str(answer["ts"])


def a_desk(heard: dict[str, Any] | None = None, *extra_blocks: dict[str, Any]) -> Any:
    """A bot whose card is claimed with one button and resolved in a modal; what it hears is written down."""
    bot = a_bot()
    heard = {} if heard is None else heard

    @bot.action("claim")
    async def claimed(ack: Any, body: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        channel, ts = body["container"]["channel_id"], body["container"]["message_ts"]
        blocks = a_card(a_button("联系客户", "contact"), text=f"<@{body['user']['id']}> 认领")
        await client.chat_update(channel=channel, ts=ts, text="done", blocks=blocks)
        await respond(text="认领好了,请尽快联系客户", response_type="ephemeral", replace_original=False)

    @bot.action("resolve")
    async def resolving(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        asked = a_modal(*extra_blocks, a_question(), notify_on_close=True)
        await client.views_open(trigger_id=body["trigger_id"], view=asked)

    @bot.action("channel")
    async def chose_channel(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        script = {
            "type": "section",
            "block_id": f"script-{chosen}",
            "text": {"type": "mrkdwn", "text": f"话术 {chosen}"},
        }
        view = a_modal(*extra_blocks, script, a_question(), notify_on_close=True)
        await client.views_update(view_id=body["view"]["id"], view=view)

    @bot.view("resolve")
    async def resolved(ack: Any, view: dict[str, Any]) -> None:
        heard["values"] = view["state"]["values"]
        if view["state"]["values"].get("why", {}).get("reason", {}).get("value") == "不知道":
            await ack(response_action="errors", errors={"why": "请写具体一点"})
        else:
            await ack()

    @bot.view_closed("resolve")
    async def gave_up(ack: Any) -> None:
        await ack()
        heard["closed"] = heard.get("closed", 0) + 1

    @bot.command("/reviews")
    async def asked_for(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"待认领 3 · 你问的是 {command['text']}")

    @bot.event("app_home_opened")
    async def came_home(event: dict[str, Any], client: Any) -> None:
        blocks = a_card(a_button("刷新", "refresh"), text="我的案件")
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @bot.action("refresh")
    async def refreshed(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        view = {"type": "home", "blocks": a_card(text="没有案件了")}
        await client.views_publish(user_id=body["user"]["id"], view=view)

    @bot.event("message")
    async def silent() -> None:
        pass

    return bot


async def heard_of(heard: dict[str, Any], key: str) -> Any:
    """What the bot heard, once it has."""
    async with asyncio.timeout(5):
        while key not in heard:  # noqa: ASYNC110 - the bot runs in this loop and tells by writing into a dict
            await asyncio.sleep(0.01)
    return heard[key]


async def post_raw(place: Place, blocks: list[dict[str, Any]]) -> str:
    body = {"channel": HOME, "text": "x", "blocks": blocks}
    headers = {"Authorization": f"Bearer {place.client.token}"}
    async with place.http.post(f"{place.base_url}/api/chat.postMessage", json=body, headers=headers) as answer:
        return str((await answer.json())["error"])


def options(*words: str) -> list[dict[str, Any]]:
    return [{"text": {"type": "plain_text", "text": word}, "value": word} for word in words]


def a_group(heading: str, *words: str) -> dict[str, Any]:
    return {"label": {"type": "plain_text", "text": heading}, "options": options(*words)}


def an_input(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = {"action_id": "it", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": label},
        "element": named,
        **more,
    }


async def many(place: Place, count: int) -> None:
    for number in range(1, count + 1):
        place.workspace.post(HOME, {"user": WANG, "text": f"第 {number} 条"})


class Demo:
    """What the demo answers, put between page and server; the bodies that the page sent are kept."""

    def __init__(self) -> None:
        self.reviews: list[dict[str, Any]] = []
        self.jumps: list[str] = []
        self.may_arrive = asyncio.Event()

    async def join(self, page: Page) -> None:
        review = {"store": "home-cn", "rating": 1, "text": "壶底漏水,台面全湿了", "product": {"name": "电热水壶"}}
        sample = {"key": "leak", "title": {"zh": "水壶漏水", "en": "A leaking kettle"}, "review": review}
        store = {"key": "home-cn", "name": "家居用品店"}
        samples = {"samples": [sample], "stores": [store], "lines": ["厨房电器"]}

        async def answer_samples(route: Route) -> None:
            await route.fulfill(json=samples)

        async def answer_review(route: Route) -> None:
            self.reviews.append(route.request.post_data_json)
            if "不要" in self.reviews[-1]["text"]:
                await route.fulfill(status=400, json={"error": "text: 这条不收"})
            else:
                await route.fulfill(json={"accepted": 1, "duplicates": 0})

        async def answer_clock(route: Route) -> None:
            self.jumps.append(route.request.post_data_json["advance"])
            await self.may_arrive.wait()
            await route.fulfill(json={"now": "2026-11-22T14:00:00+08:00"})

        await page.route("**/demo/samples", answer_samples)
        await page.route("**/demo/review", answer_review)
        await page.route("**/demo/clock", answer_clock)
