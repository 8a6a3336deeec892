"""Places: a workspace with clocks the tests move, a server for it, and makers that state only what matters."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import aiohttp
import uvicorn
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from sandbox.people import Person
from sandbox.workspace import AppSettings, Member, Room, SlashCommand, Workspace
from tests.house import serving

T = TypeVar("T")

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-test", "xapp-test", "a-signing-secret"
HOME, BACK, OUTSIDE = "C0HOME", "C0BACK", "C0OUT"
LI, WANG, CHEN = "U0LI", "U0WANG", "U0CHEN"


@dataclass
class Clocks:
    """All times of the workspace, moved by hand; waits between retries are written down and end at once."""

    now: float = 1_795_312_800.0
    ticks: float = 1000.0
    waited: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.ticks += seconds


@dataclass
class Place:
    """A workspace that is being served."""

    workspace: Workspace
    base_url: str
    clocks: Clocks
    client: AsyncWebClient
    http: aiohttp.ClientSession

    def person(self, user: str) -> Person:
        return Person(self.workspace, user)

    async def until(self, user: str, look: Callable[[], T | None]) -> T:
        """What `look` finds for this person, as soon as a change they are told of lets it find something."""
        async with asyncio.timeout(20):
            with self.workspace.live.listening(user) as following:
                return await self._found(following, look)

    async def _found(self, following: AsyncIterator[Any], look: Callable[[], T | None]) -> T:
        step = asyncio.ensure_future(anext(following))
        try:
            while not (found := look()):
                await step
                step = asyncio.ensure_future(anext(following))
            return found
        finally:
            step.cancel()
            await asyncio.gather(step, return_exceptions=True)

    @property
    def rules(self) -> list[str]:
        return [entry["rule"] for entry in self.workspace.log]


def a_workspace(clocks: Clocks, port: int, *, path: Path | None = None, **more: Any) -> Workspace:
    people = [
        Member(LI, "xiaoli", "小李", role_note={"zh": "客服", "en": "agent"}, email="li@example.com"),
        Member(WANG, "xiaowang", "小王"),
        Member(CHEN, "chen", "Chen", locale="en-US", tz="Europe/Paris"),
    ]
    everybody = [person.id for person in people]
    settings: dict[str, Any] = {
        "bot_user_id": "U0BOT",
        "bot_id": "B0DESK",
        "app_id": "A0DESK",
        "name": "评价管家",
        "token": BOT_TOKEN,
        "app_token": APP_TOKEN,
        "signing_secret": SIGNING_SECRET,
        "request_url": f"http://127.0.0.1:{port}/slack/events",
        "commands": [SlashCommand("/reviews", "status", {"zh": "评价", "en": "reviews"})],
    }
    settings |= more.pop("app", {})
    rooms = [
        Room(HOME, "家居用品店", members=everybody),
        Room(BACK, "后台", members=[LI], is_private=True),
        Room(OUTSIDE, "闲聊", members=everybody, bot_in=False),
    ]
    return Workspace(
        team_name="小店",
        members=people,
        rooms=rooms,
        app=AppSettings(**settings),
        clock=lambda: clocks.now,
        monotonic=lambda: clocks.ticks,
        random=Random(7),
        path=path,
        sleep=clocks.sleep,
        **{"ack_seconds": 20.0, "post_burst": 1000, **more},
    )


def served(app: ASGIApp, listening: socket.socket) -> AbstractAsyncContextManager[None]:
    """The application under uvicorn, until the block is left."""
    config = uvicorn.Config(app, lifespan="on", log_level="error", timeout_graceful_shutdown=2)
    return serving.served(uvicorn.Server(config), listening)


def a_listening_socket() -> socket.socket:
    """On a free loopback port. Named TCP outright, because asyncio turns Nagle's delay off only for such sockets."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    return listening


def a_bot() -> AsyncApp:
    """A Bolt app as the real one is made."""
    client = AsyncWebClient(BOT_TOKEN, retry_handlers=[])
    return AsyncApp(signing_secret=SIGNING_SECRET, client=client)


def a_card(*buttons: dict[str, Any], text: str = "电热水壶冒烟") -> list[dict[str, Any]]:
    section = {"type": "section", "block_id": "what", "text": {"type": "mrkdwn", "text": text}}
    return [section, {"type": "actions", "block_id": "do", "elements": list(buttons)}] if buttons else [section]


def a_button(label: str = "认领", action_id: str = "claim", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id, **more}


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    title = {"type": "plain_text", "text": "结案"}
    submit = {"type": "plain_text", "text": "提交"}
    return {"type": "modal", "callback_id": "resolve", "title": title, "submit": submit, "blocks": list(blocks), **more}


def a_question(block_id: str = "why", **more: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": "原因"}
    element = {"type": "plain_text_input", "action_id": "reason"}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


OpenPlace = Callable[..., Awaitable[Place]]
