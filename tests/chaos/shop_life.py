"""Shop life: senders that insist, people who press, and a Slack with bad days, all from one seed."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any

import httpx

from sandbox.people import Person
from sandbox.trouble import Trouble
from tests.chaos.fleet import Bot, Fleet
from tests.house.reading import filled
from tests.house.sender import SECRET, signature
from tests.house.shop import a_review

_COMPLAINTS = ("用了两天就坏了,烧不开水", "快递太慢了,等了十天", "客服态度很差,根本不理人", "插上电就冒烟了,差点着火")
_TROUBLES = ("429", "500", "500_after", "drop", "drop_after", "slow")
_METHODS = ("chat.postMessage", "chat.postMessage", "chat.update", "conversations.history", "*")
_CLAIMERS = ("U0LI", "U0WANG", "U0SUN")
_PATIENCE_SECONDS = 180.0


@dataclass
class Life:
    """What happened: ids that were answered 202, presses that were answered, faults that were scripted."""

    fleet: Fleet
    random: Random
    stores: Sequence[str]
    http: httpx.AsyncClient
    acknowledged: set[str] = field(default_factory=set)
    refused: Counter[int] = field(default_factory=Counter)
    pressed: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def send(self, many: int, *, positive_share: float = 0.0, at_once: int = 4) -> None:
        """Push so many reviews, some twice and some edited later; return when each of them was answered 202."""
        waiting = asyncio.Semaphore(at_once)
        bodies = [self._body(positive_share) for _ in range(many)]

        async def one(body: dict[str, Any]) -> None:
            async with waiting:
                await self._insist(body)
                if self.random.random() < 0.1:
                    await self._insist(body)
                if self.random.random() < 0.1:
                    await self._insist(body | {"type": "appended", "text": "追评:还是不行"})

        await asyncio.gather(*(one(body) for body in bodies))

    async def press_claims(self) -> None:
        """Someone claims a card that can be claimed, again and again, until cancelled."""
        while True:
            await asyncio.sleep(0.2 + self.random.random())  # people take their time
            waiting = [
                (channel, message["ts"])
                for channel in self.fleet.workspace.rooms
                for message in self.fleet.workspace.messages.top_level(channel)
                if "认领" in json.dumps(message.get("blocks") or [], ensure_ascii=False) and "metadata" in message
            ]
            if not waiting:
                continue
            channel, ts = self.random.choice(waiting)
            person = Person(self.fleet.workspace, self.random.choice(_CLAIMERS))
            where = {"type": "message", "channel": channel, "ts": ts}
            try:
                outcome = await person.press("认领", where)
            except LookupError:  # redrawn meanwhile
                continue
            self.pressed["answered" if outcome.ok else "lost"] += 1

    async def write_to_a_customer(self) -> None:
        """Whoever has claimed a case writes to its customer, once; tried until it is asked for, or there is none."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not await self._written():  # noqa: ASYNC110  # a card is posted by another process
                await asyncio.sleep(0.2)  # people take their time

    async def _written(self) -> bool:
        workspace = self.fleet.workspace
        for channel in workspace.rooms:
            for message in workspace.messages.top_level(channel):
                told = json.dumps(message.get("blocks") or [], ensure_ascii=False)
                owner = next((one for one in _CLAIMERS if f"<@{one}>" in told and "联系客户" in told), None)
                if owner and await self._writes(Person(workspace, owner), channel, message["ts"]):
                    return True
        return False

    async def _writes(self, person: Person, channel: str, ts: str) -> bool:
        """False where the bot died over it, or somebody did something else meanwhile."""
        try:
            await person.press("联系客户", {"type": "message", "channel": channel, "ts": ts})
            view = person.views()[-1]
            await person.choose("旺旺", {"type": "view", "view_id": view["id"]})
            view = person.views()[-1]
            words = {"text_wangwang_sincere": "您好,水壶的事对不起,您看换一个还是退款?我来办。"}
            outcome = await person.submit(filled(view, words), view["id"])
        except (LookupError, AssertionError):
            return False
        for one in person.views():
            await person.close(one["id"])
        return outcome.ok and not outcome.errors

    async def make_trouble(self) -> None:
        """Slack has a bad moment now and then, until cancelled."""
        while True:
            await asyncio.sleep(0.5 + 2 * self.random.random())  # until the next one
            self.trouble(self.random.choice(_TROUBLES), self.random.choice(_METHODS))

    def trouble(self, kind: str, method: str = "chat.postMessage", times: int = 1, seconds: float = 2.0) -> None:
        """Script one fault."""
        self.fleet.workspace.trouble.add(Trouble(method, kind, times=times, retry_after=2, seconds=seconds))
        self.faults[kind] += 1

    async def _insist(self, body: dict[str, Any]) -> None:
        """As platforms do: the same delivery again until it is acknowledged."""
        webhook_id = f"msg-{next(self._numbers)}"
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not await self._push(webhook_id, body, self.random.choice(self.fleet.doors)):  # noqa: ASYNC110
                await asyncio.sleep(0.2)  # a source's pause between two tries
        self.acknowledged.add(body["id"])

    async def _push(self, webhook_id: str, body: dict[str, Any], door: Bot) -> bool:
        raw = json.dumps(body, ensure_ascii=False).encode()
        stamp = str(int(datetime.now(UTC).timestamp()))
        headers = {
            "webhook-id": webhook_id,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(SECRET, webhook_id, stamp, raw),
        }
        try:
            address = f"http://127.0.0.1:{door.port}/webhooks/reviews/standard"
            answer = await self.http.post(address, content=raw, headers=headers)
        except httpx.TransportError:
            return False
        if answer.status_code != 202:
            assert answer.status_code == 503, f"{answer.status_code}: {answer.text}"
            self.refused[answer.status_code] += 1
        return answer.status_code == 202

    def _body(self, positive_share: float) -> dict[str, Any]:
        store = self.random.choice(self.stores)
        if self.random.random() < positive_share:
            return a_review(datetime.now(UTC), store=store, rating=5, text="很好用,下次还来")
        return a_review(datetime.now(UTC), store=store, text=self.random.choice(_COMPLAINTS))
