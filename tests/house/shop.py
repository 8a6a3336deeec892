"""Shop: the unchanged bot on the local workspace over real HTTP, and the passing of its time."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from app import Parts, assemble
from demo.team import app_settings, members, rooms
from handlers.casework.intake import take_in_all
from handlers.clock.timetable import next_due, tick
from handlers.http.serving import bind, server
from handlers.http.signatures import signer
from handlers.http.web_app import bot_routes
from handlers.running import introduce
from handlers.settings import Settings
from handlers.slack.manifest import SCOPES
from sandbox.server import create_sandbox
from sandbox.workspace import Workspace
from scripts_library.wording import Wording
from storage import outbox, schema
from storage.database import Database
from tests.house.clock import T0, FrozenClock
from tests.house.people import Somebody

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
MOST_ROUNDS = 300
_numbers = count(1)


class NoOpinion:
    """SnowNLP stays silent: what it would say is tested where it is the subject."""

    async def ask(self, _text: str) -> float | None:
        return None

    async def close(self) -> None:
        pass


@dataclass
class Shop:
    """Everything a test may touch: the web address, the workspace's people, the clock."""

    parts: Parts
    workspace: Workspace
    clock: FrozenClock
    http: httpx.AsyncClient
    opinion: NoOpinion = field(default_factory=NoOpinion)

    def person(self, name: str) -> Somebody:
        """By display name: 小李, 小王, 小孙, 赵组长, 陈主管, 周经理, 访客小何."""
        users = [member.id for member in self.workspace.members.values() if member.real_name == name]
        assert users, f"nobody is called {name}"
        return Somebody(self, users[0])

    async def review_arrives(self, **said: Any) -> httpx.Response:
        """A review is pushed, and everything that follows from it has been done."""
        answer = await self.push(a_review(self.clock.now(), **said))
        await self.settles()
        return answer

    async def push(
        self, body: Any, *, source: str = "standard", secret: str = SECRET, **headers: str
    ) -> httpx.Response:
        """Send a body through the webhook's front door, signed; headers can be overruled, or removed with ''."""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        webhook_id, now = f"msg_{next(_numbers)}", datetime.now(UTC)
        own = {
            "webhook-id": headers.get("webhook_id", webhook_id),
            "webhook-timestamp": str(int(now.timestamp())),
            "content-type": "application/json",
        }
        own["webhook-signature"] = signer(secret).sign(own["webhook-id"], now, text)
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in own.items() if value}
        return await self.http.post(f"/webhooks/reviews/{source}", content=text.encode(), headers=sent)

    async def settles(self) -> None:
        """Take in what arrived and deliver what is to be delivered, without waiting for real seconds."""
        staff = self.parts.staff
        for _ in range(MOST_ROUNDS):
            await self.workspace.settle()
            await take_in_all(staff.desk, self.opinion)
            await staff.courier.send_all()
            wish = await staff.desk.db.read(outbox.next_wish)
            if wish is None:
                return
            if wish > self.clock.now() and not staff.courier.pacing.busy():
                return  # something waits for a later moment, after a fault
            self.clock.advance(seconds=1.1)
        raise AssertionError("the desk does not come to rest")

    async def time_passes(self, **gap: float) -> None:
        """Let time go by, stopping wherever something falls due."""
        before = self.clock.now()
        self.clock.advance(**gap)
        target = self.clock.now()
        self.clock._gone -= target - before
        while (due := await next_due(self.parts.staff.desk)) <= target:
            self.clock.move_to(due)
            await self.does_what_is_due()
        self.clock.move_to(target)
        await self.does_what_is_due()

    async def does_what_is_due(self) -> None:
        """One tick, and what follows from it."""
        await tick(self.parts.staff.desk)
        await self.settles()


def a_review(now: datetime = T0, **said: Any) -> dict[str, Any]:
    """A standard body; only what matters is to be said. A dict for `product`, `customer` or `order` adds to it."""
    number = next(_numbers)
    body: dict[str, Any] = {
        "id": f"r-{number}",
        "store": "home-cn",
        "platform": "tmall",
        "order": {"id": f"o-{number:04}", "paid": "129.00", "currency": "CNY"},
        "product": {"sku": f"sku-{number}", "name": "电热水壶 1.5L", "line": "厨房电器"},
        "customer": {"id": f"c-{number}", "name": "王小明", "phone": "13800138000", "tier": "gold"},
        "rating": 1,
        "text": "用了两天就坏了,烧不开水",
        "created_at": now.isoformat(),
    }
    for name, value in said.items():
        body[name] = body[name] | value if isinstance(value, dict) and isinstance(body.get(name), dict) else value
    return {name: value for name, value in body.items() if value is not None}


@asynccontextmanager
async def open_shop(
    folder: Path, template: Path, *, policy: str = "", locale: str = "zh_CN", start: datetime = T0
) -> AsyncIterator[Shop]:
    """A desk and a workspace of its own, ended with the test. `policy` is TOML for a POLICY_FILE."""
    listener = bind("127.0.0.1", 0)
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    clock = FrozenClock(start)
    shutil.copy(template, folder / "desk.db")
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    if policy:
        (folder / "policy.toml").write_text(policy, encoding="utf-8")
    settings = Settings(
        _env_file=None,
        slack_bot_token="xoxb-house",
        slack_signing_secret="house-secret",
        slack_api_url=f"{base_url}/api/",
        policy_file=folder / "policy.toml" if policy else None,
        locale=locale,
    )
    parts = assemble(settings, clock=clock, database=database)
    workspace = _workspace(base_url, clock, settings)
    routes = bot_routes(parts.staff.desk, parts.bolt, {"standard": (SECRET,)}, parts.staff.heartbeat)
    web = server(Starlette(routes=[*routes, Mount("/", create_sandbox(workspace, base_url))]))
    serving = asyncio.create_task(web.serve(sockets=[listener]))
    async with httpx.AsyncClient(base_url=base_url, timeout=20) as http:
        await introduce(parts.staff)
        yield Shop(replace(parts), workspace, clock, http)
        await workspace.close()
    web.should_exit = True
    await serving
    database.close()


def make_template(path: Path) -> Path:
    """A database at the current schema, to be copied: migrating each test's own would take longer than the test."""
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    database.close()  # the last connection folds the write-ahead log into the file
    return path


def _workspace(base_url: str, clock: FrozenClock, settings: Settings) -> Workspace:
    app = app_settings(
        token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
        request_url=f"{base_url}/slack/events",
        scopes=SCOPES,
        name=Wording(settings.locale)("commands.app_name"),
    )
    return Workspace(
        team_name="House",
        members=members(),
        rooms=rooms(),
        app=app,
        clock=lambda: clock.now().timestamp(),
        monotonic=clock.monotonic,
        random=Random(7),
    )
