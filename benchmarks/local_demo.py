"""Local demo: `app.py demo --no-feed` in a process of its own, and what a client outside can do with it."""

import asyncio
import hashlib
import hmac
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp

from benchmarks.processes import Running, free_port, running
from demo.show import Outside, Show
from handlers.http.serving import bind
from handlers.settings import Settings

LOOKER = "U0LI"
STORES = {"home-cn": "C0HOME", "beauty-cn": "C0BEAUTY", "fresh-cn": "C0FRESH", "elsewhere": "C0REVIEWS"}
_SEED = 2026
_PATIENCE_SECONDS = 15.0
_LOOK_AGAIN_SECONDS = 0.1


class NotShown(Exception):
    """What should stand in the workspace did not come in time."""


@dataclass
class LocalDemo:
    """A client of the running demo: it knows the addresses and secrets that Slack and a shop's platform know."""

    program: Running
    session: aiohttp.ClientSession
    outside: Outside
    token: str
    signing_secret: str
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def api_url(self) -> str:
        """The base address of the workspace's Web API."""
        return f"{self.program.url}/api/"

    def review(self, store: str, **said: Any) -> dict[str, Any]:
        """A standard body with a product of its own, so that no two are alike."""
        number = next(self._numbers)
        return {
            "id": f"bench-{number}",
            "store": store,
            "platform": "tmall",
            "order": {"id": f"o-{number:05}", "paid": "129.00", "currency": "CNY"},
            "product": {"sku": f"bench-{number}", "name": f"测速水壶 {number} 号", "line": "厨房电器"},
            "customer": {"id": f"c-{number}", "name": "何明", "phone": "13800138000", "tier": "gold"},
            "rating": 1,
            "text": "第三次烧水时底座冒烟,我马上拔了插头,现在不敢再用了",
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        } | said

    def at(self, program: Running) -> "LocalDemo":
        """The same client, pushing to another process that has the same secrets."""
        return replace(self, program=program, outside=replace(self.outside, base_url=program.url))

    async def push(self, *reviews: dict[str, Any]) -> None:
        """Send reviews through the webhook, one delivery; they are stored when this returns."""
        body = reviews[0] if len(reviews) == 1 else {"reviews": list(reviews)}
        status, told = await self.outside.push(body)
        if status != 202:
            raise NotShown(f"the webhook answered {status}: {told}")

    async def post_directly(self, channel: str, message: dict[str, Any]) -> None:
        """Post a message as any program with the token could."""
        body = {"channel": channel, "text": message.get("text") or "…", "blocks": message["blocks"]}
        headers = {"authorization": f"Bearer {self.token}"}
        async with self.session.post(f"{self.api_url}chat.postMessage", json=body, headers=headers) as answer:
            told = await answer.json()
        if not told["ok"]:
            raise NotShown(f"chat.postMessage answered {told}")

    async def messages(self, channel: str) -> list[dict[str, Any]]:
        """What `LOOKER` sees in the channel, oldest first."""
        asked = {"user": LOOKER, "channel": channel}
        async with self.session.get(f"{self.program.url}/sandbox/messages", params=asked) as answer:
            told = await answer.json()
        return list(told["messages"])

    async def expect(self, channel: str, ts: str, words: str) -> None:
        """The message with this ts must contain these words."""
        found = [one for one in await self.messages(channel) if one["ts"] == ts]
        if not found or words not in json.dumps(found, ensure_ascii=False):
            raise NotShown(f"the message {ts} in {channel} does not say {words!r}")

    async def claimable(self) -> list[tuple[str, dict[str, Any]]]:
        """(channel, message) of every message with a button to claim."""
        return [(room, one) for room in STORES.values() for one in await self.messages(room) if claim_of(one)]

    async def cards(self, least: int) -> list[tuple[str, dict[str, Any]]]:
        """`claimable`, as soon as there are `least` of them."""
        deadline = time.monotonic() + _PATIENCE_SECONDS + least
        while len(found := await self.claimable()) < least:
            if time.monotonic() > deadline:
                raise NotShown(f"{len(found)} of {least} cards can be claimed")
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        return found

    @asynccontextmanager
    async def watching(self) -> AsyncIterator["Watch"]:
        """The live events of the page, as a browser gets them."""
        limit = aiohttp.ClientTimeout(total=None)
        async with self.session.get(
            f"{self.program.url}/sandbox/events", params={"user": LOOKER}, timeout=limit
        ) as stream:
            yield Watch(stream)


@dataclass
class Watch:
    """An open stream of events."""

    stream: aiohttp.ClientResponse

    async def new_message(self, channel: str) -> str:
        """Wait for the next message in the channel itself, not in a thread; its ts."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            async for line in self.stream.content:
                if line.startswith(b"data: "):
                    event = json.loads(line[6:])
                    if event["type"] == "message" and event["channel"] == channel and "thread_ts" not in event:
                        return str(event["ts"])
        raise NotShown("the stream of events ended")


@asynccontextmanager
async def local_demo() -> AsyncIterator[LocalDemo]:
    """A fresh demo without sample reviews, ready for its first request."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        data, port = Path(folder) / "demo", free_port()
        show = _same_secrets(data, port)
        settings = show.settings_for(Settings(_env_file=None))
        arguments = ("app.py", "demo", "--no-feed", "--port", str(port), "--data", str(data), "--seed", str(_SEED))
        async with (
            running(arguments, port, {}, Path(folder) / "log") as program,
            aiohttp.ClientSession() as session,
        ):
            outside = Outside(session, program.url, show.secrets["standard"][0])
            yield LocalDemo(program, session, outside, settings.slack_bot_token, settings.slack_signing_secret)


def claim_of(message: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """(block_id, element) of the message's button to claim, None without one."""
    for block in message.get("blocks") or []:
        for element in block.get("elements") or []:
            if element.get("action_id") == "claim":
                return block["block_id"], element
    return None


def signed(secret: str, payload: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """(body, headers) of an interaction as Slack sends it."""
    body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }


def _same_secrets(data: Path, port: int) -> Show:
    """The demo draws its secrets from its seed: the same seed gives us the same, and nothing need be told."""
    with closing(bind("127.0.0.1", port)) as listener:
        return Show(data, listener, Random(_SEED), {})
