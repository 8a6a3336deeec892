"""Shop: the unchanged bot on the local workspace over real HTTP, and the passing of its time."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx

from app import Parts, assemble
from handlers.casework.intake import take_in_all
from handlers.clock.timetable import next_due, tick
from handlers.outgoing.sending import send_all
from handlers.running import introduce
from handlers.settings import Settings
from sandbox.workspace import Workspace
from storage import errands
from tests.house.clock import T0, FrozenClock
from tests.house.people import Somebody
from tests.house.sender import SECRET, signature

MOST_ROUNDS = 300
_BOLT_TASK = "AsyncioListenerRunner"
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
    settings: Settings
    logs: list[Any]
    opinion: NoOpinion = field(default_factory=NoOpinion)
    forgiven: set[str] = field(default_factory=set)

    def forgive(self, *trouble: str) -> None:
        """This test is about these: events of our error log, or rules that the workspace refused by."""
        self.forgiven |= set(trouble)

    def trouble(self) -> list[Any]:
        """What went wrong unseen: our logged errors, and what the workspace refused. A good day has none."""
        errors = [entry for entry in self.logs if entry["log_level"] in ("error", "critical")]
        unscripted = [entry for entry in self.workspace.log if entry["detail"] != "scripted"]
        refused = [entry for entry in unscripted if entry["rule"] not in self.forgiven]
        return [entry for entry in errors if entry["event"] not in self.forgiven] + refused

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
        self,
        body: Any,
        *,
        source: str = "standard",
        secret: str = SECRET,
        seconds: int = 0,
        about: str = "reviews",
        **headers: str,
    ) -> httpx.Response:
        """Send a body (bytes and str as they are) through a webhook's front door, signed `seconds` from now.

        Headers can be overruled, or removed with ''.
        """
        raw = body if isinstance(body, bytes | str) else json.dumps(body, ensure_ascii=False)
        raw = raw.encode() if isinstance(raw, str) else raw
        own = {
            "webhook-id": headers.get("webhook_id") or f"msg_{next(_numbers)}",
            "webhook-timestamp": str(int(datetime.now(UTC).timestamp()) + seconds),
            "content-type": "application/json",
        }
        own["webhook-signature"] = signature(secret, own["webhook-id"], own["webhook-timestamp"], raw)
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in own.items() if value}
        return await self.http.post(f"/webhooks/{about}/{source}", content=raw, headers=sent)

    async def order_arrives(self, **said: Any) -> httpx.Response:
        """An order is pushed, and everything that follows from it has been done."""
        answer = await self.push(an_order(self.clock.now(), **said), about="orders")
        await self.settles()
        return answer

    async def restarts(self) -> None:
        """A new process on the same database: whatever was only in memory is gone."""
        desk = self.parts.staff.desk
        self.parts = assemble(self.settings, clock=self.clock, database=desk.db, gateways=desk.gateways)
        await introduce(self.parts.staff)

    async def settles(self) -> None:
        """Take in what arrived and deliver what is to be delivered, without waiting for real seconds."""
        staff = self.parts.staff
        for _ in range(MOST_ROUNDS):
            await self.workspace.settle()
            await listeners_end()
            await take_in_all(staff.desk, self.opinion)
            await send_all(staff.desk)
            await staff.courier.send_all()
            turn = await staff.desk.db.read(errands.next_turn, self.clock.now())
            if turn is None:
                return  # all is said, or waits for a later moment, after a fault
            self.clock.move_to(turn)
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

    async def stands_still(self, **gap: float) -> None:
        """So long nobody is there and nothing runs; then all that is due is done at once."""
        self.clock.advance(**gap)
        await self.does_what_is_due()

    async def does_what_is_due(self) -> None:
        """One tick, and what follows from it."""
        await tick(self.parts.staff.desk)
        await self.settles()


async def listeners_end() -> None:
    """Bolt answers first and goes on in tasks of its own; wait for those."""
    tasks = [task for task in asyncio.all_tasks() if _BOLT_TASK in getattr(task.get_coro(), "__qualname__", "")]
    await asyncio.gather(*tasks)


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


def an_order(now: datetime = T0, **said: Any) -> dict[str, Any]:
    """A standard order; only what matters is to be said. What is None is left out."""
    number = next(_numbers)
    body: dict[str, Any] = {
        "id": f"o-{number:06}",
        "store": "home-cn",
        "placed_at": now.isoformat(),
        "paid": "59.00",
        "product": {"sku": "kettle-01", "name": "电热水壶 1.5L", "line": "厨房电器"},
        "customer": {"id": f"c-{number}"},
    }
    return {name: value for name, value in (body | said).items() if value is not None}
