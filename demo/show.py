"""Show: the demo as a whole, the bot and the local workspace under one address."""

import asyncio
import base64
import json
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from bot.outreach import Gateways
from demo import chats
from demo.feed import chat, feed
from demo.greeting import greet
from demo.phones import demo_gateways, phones_route
from demo.routes import Controls
from demo.samples import afresh, hard_day, like_ones, ready_samples, stream
from demo.shopping import Shopping
from demo.team import app_settings, members, rooms
from demo.time_travel import TimeTraveller
from handlers.clock.clocks import AdjustableClock
from handlers.http.serving import server
from handlers.http.signatures import signer
from handlers.running import Staff, at_work
from handlers.settings import Settings
from sandbox.server import create_sandbox
from sandbox.workspace import Workspace
from scripts_library.wording import Wording
from storage import reviews

_SOURCE = "standard"
_POLICY = Path(__file__).with_name("policy.toml")


@dataclass
class Show:
    """Where the demo lives: a folder, a bound socket, its own chance, and the webhook secrets from outside."""

    data: Path
    listener: socket.socket
    random: Random
    given_secrets: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        host, port = self.listener.getsockname()[:2]
        local = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # compared, not listened on
        self.base_url = f"http://[{local}]:{port}" if ":" in local else f"http://{local}:{port}"
        self._token, self._signing = (f"{self.random.getrandbits(96):024x}" for _ in range(2))
        own_secret = "whsec_" + base64.b64encode(self.random.randbytes(24)).decode()
        self.secrets = {_SOURCE: (own_secret,)} | dict(self.given_secrets)
        self._phones_secret = "whsec_" + base64.b64encode(self.random.randbytes(24)).decode()

    @property
    def database_url(self) -> str:
        """The demo's own database."""
        return f"sqlite:///{self.data / 'desk.db'}"

    def settings_for(self, settings: Settings) -> Settings:
        """The settings with the workspace in Slack's place."""
        return settings.model_copy(
            update={
                "slack_bot_token": f"xoxb-{self._token}",
                "slack_signing_secret": self._signing,
                "slack_api_url": f"{self.base_url}/api/",
                "policy_file": settings.policy_file or _POLICY,
                "public_url": self.base_url,
            }
        )

    def gateways(self) -> Gateways:
        """What the desk sends goes to the customers of the workspace."""
        return demo_gateways(self.base_url, self._phones_secret)

    def time_kept(self) -> timedelta:
        """How far ahead the clock was when the demo last ended: cards of tomorrow must not become yesterday's."""
        kept = self.data / "clock.json"
        return timedelta(seconds=json.loads(kept.read_text())["ahead_seconds"]) if kept.exists() else timedelta()

    async def run(
        self,
        staff: Staff,
        clock: AdjustableClock,
        routes: Sequence[BaseRoute],
        scopes: Sequence[str],
        wording: Wording,
        *,
        feeding: bool,
    ) -> None:
        """Serve until stopped."""
        workspace = self._workspace(clock, scopes, wording)
        sandbox = create_sandbox(
            workspace, self.base_url, demo=True, language="en" if wording.locale == "en" else "zh-CN"
        )
        async with aiohttp.ClientSession() as session:
            outside = Outside(session, self.base_url, self.secrets[_SOURCE][0])
            traveller = TimeTraveller(staff, clock, self._time_keeper(workspace))
            shopping = Shopping(Random(self.random.getrandbits(32)), clock.now, outside.push_orders)
            own = Controls(traveller, outside.push, clock, self.random, shopping if feeding else None).routes()
            own.append(phones_route(workspace, self._phones_secret, wording))
            web = server(Starlette(routes=[*routes, *own, Mount("/", sandbox)]), on_stop=workspace.live.close)
            web_task = asyncio.create_task(web.serve(sockets=[self.listener]))
            async with at_work(staff):
                feeding_task = asyncio.create_task(self._feed(staff, clock, outside, shopping)) if feeding else None
                greet(self.base_url, self.data, wording)
                try:
                    await web_task
                finally:
                    if feeding_task:
                        feeding_task.cancel()
                    await workspace.close()

    def _workspace(self, clock: AdjustableClock, scopes: Sequence[str], wording: Wording) -> Workspace:
        app = app_settings(
            token=f"xoxb-{self._token}",
            signing_secret=self._signing,
            request_url=f"{self.base_url}/slack/events",
            scopes=scopes,
            name=wording("commands.app_name"),
        )
        return Workspace(
            team_name=wording("demo.team"),
            members=members(),
            rooms=rooms(),
            app=app,
            clock=lambda: clock.now().timestamp(),
            monotonic=clock.monotonic,
            random=self.random,
            path=self.data / "workspace.db",
        )

    async def _feed(self, staff: Staff, clock: AdjustableClock, outside: "Outside", shopping: Shopping) -> None:
        is_new = not await staff.desk.db.read(reviews.any_yet)
        if is_new:
            await outside.push_chats(chats.past(self.random, clock.now))
        first = [afresh(sample.review, self.random, clock.now) for sample in ready_samples()] if is_new else []
        first += [*like_ones(self.random, clock.now), *hard_day(self.random, clock.now)] if is_new else []
        chatting = chats.stream(self.random, clock.now)
        async with asyncio.TaskGroup() as feeding:
            feeding.create_task(feed(first, stream(self.random, clock.now), outside.push, shopping))
            feeding.create_task(chat(chatting, outside.push_chats))

    def _time_keeper(self, workspace: Workspace) -> Callable[[datetime], None]:
        def keep(now: datetime) -> None:
            ahead = (now - datetime.now(UTC)).total_seconds()
            (self.data / "clock.json").write_text(json.dumps({"ahead_seconds": max(0.0, ahead)}))
            workspace.clock_moved()

        return keep


@dataclass
class Outside:
    """The world that sends reviews, orders and chats: it knows the webhook's address and secret, nothing else."""

    session: aiohttp.ClientSession
    base_url: str
    secret: str

    async def push(self, review: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Sign and send one review; (status, answer)."""
        return await self._push("reviews", review)

    async def push_orders(self, orders: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The same with orders and how many there were."""
        return await self._push("orders", orders)

    async def push_chats(self, lines: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The same with lines of service chats."""
        return await self._push("chats", lines)

    async def _push(self, about: str, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        body = json.dumps(said, ensure_ascii=False)
        webhook_id, now = f"msg_{said.get('id')}_{time.time_ns()}", datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer().sign(webhook_id, now, body),
        }
        address = f"{self.base_url}/webhooks/{about}/{_SOURCE}"
        async with self.session.post(address, data=body.encode(), headers=headers) as answer:
            return answer.status, await answer.json()

    def _signer(self) -> Webhook:
        return signer(self.secret)
