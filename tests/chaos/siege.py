"""Siege: a shop works while its bot is killed again and again; then all comes to rest and is counted."""

import asyncio
import contextlib
import logging
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
from sqlalchemy import text
from sqlmodel import Session

from sandbox.people_and_rooms import Room
from storage import schema
from storage.database import Database
from storage.failpoints import FAILPOINTS
from storage.tables import ReviewRow
from tests.chaos.fleet import Bot, Fleet, fleet
from tests.chaos.inspection import Findings, comes_to_rest, inspect
from tests.chaos.shop_life import Life
from tests.house.program import ROOT

LAUNCHER = (sys.executable, str(ROOT / "app.py"))
log = logging.getLogger("chaos")
_HASTE = """
[deadlines]
urgent_start = "15s"
important_start = "20s"
first_contact = "25s"
warn_before = "5s"
follow_up = "30s"

[digest]
at = "00:00"

[storm]
cards = 8
notices = 4
"""
_RISING = """
[escalation]
urgent = [{ to = "lead", after = "5s" }, { to = "supervisor", after = "10s" }, { to = "manager", after = "70s" }]
"""
# An extra is looked for a minute later; steps are told at the full minute, after a start that was missed.
_PATIENCE = {"sweep/": 90.0, "escalation/": 110.0}
_DIES_SECONDS = 25.0
_CREW = ("U0LI", "U0WANG", "U0SUN")


@dataclass(frozen=True)
class Plan:
    """How large the siege is. `failpoints` are each hit once at least, then come kills at random moments."""

    seed: int = 1
    serving: int = 1
    working: int = 0
    failpoints: Sequence[str] = tuple(FAILPOINTS)
    random_kills: int = 10
    reviews: int = 40
    positive_share: float = 0.0
    channels: int = 3
    launcher: Sequence[str] = LAUNCHER
    troubles: bool = True
    lost_answers: int = 0  # posts that Slack takes and whose answer is lost, before all else
    restarts: int = 0  # of the database server
    at_once: int = 4  # senders
    rises: bool = False  # what is missed, within two minutes, which the end waits for
    spread: bool = False  # the random kills over the whole of the sending


@dataclass
class Result:
    """What came of it."""

    findings: Findings
    kills: int = 0
    hit: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


async def siege(plan: Plan, folder: Path, database_url: str, restart_server: Any = None) -> Result:
    """Carry it out; the database is at the current schema."""
    began, random = time.monotonic(), Random(plan.seed)
    shops = [Room(f"C1SHOP{number:02}", f"店{number}", members=list(_CREW)) for number in range(plan.channels)]
    stores = [f"shop-{number}" for number in range(plan.channels)]
    policy = (
        _HASTE
        + (_RISING if plan.rises else "")
        + "".join(
            f'[stores.{store}]\nname = "{room.name}"\nchannel = "{room.id}"\n'
            for store, room in zip(stores, shops, strict=True)
        )
    )
    database = Database(database_url)
    database.in_transaction(_remember_yesterday)
    try:
        async with (
            fleet(
                folder, database_url, policy, serving=plan.serving, working=plan.working, seed=plan.seed,
                more_rooms=shops, launcher=plan.launcher,
            ) as bots,
            httpx.AsyncClient(timeout=15, trust_env=False) as http,
        ):  # fmt: skip
            life = Life(bots, random, stores, http)
            result = await _live_through(plan, bots, life, restart_server)
            at_rest = await comes_to_rest(database, bots.workspace)
            result.findings = inspect(database, bots.workspace, life.acknowledged, bots.phones)
            result.findings.expect(at_rest, "the desk did not come to rest", database.in_snapshot(_stuck))
            counts = {"presses answered": life.pressed["answered"], "Slack faults": life.faults.total()}
            result.findings.figures |= counts
    finally:
        await asyncio.to_thread(database.close)
    result.seconds = time.monotonic() - began
    return result


async def _live_through(plan: Plan, bots: Fleet, life: Life, restart_server: Any) -> Result:
    result = Result(Findings())
    if plan.lost_answers:
        life.trouble("drop_after", times=plan.lost_answers)
    await _die_at_the_digest(plan, bots, result)
    for bot in bots.bots:
        if not bot.is_alive:
            await bots.start(bot)
    going = [asyncio.create_task(life.press_claims())]
    if plan.troubles:
        going.append(asyncio.create_task(life.make_trouble()))
    sending = asyncio.create_task(life.send(plan.reviews, positive_share=plan.positive_share, at_once=plan.at_once))
    try:
        for name in plan.failpoints:
            if not name.startswith("digest/"):
                await _die_at(name, bots, life, result)
        for number in range(plan.random_kills):
            if plan.restarts and number % (plan.random_kills // plan.restarts or 1) == 0 and restart_server:
                await asyncio.to_thread(restart_server)
            if plan.spread:
                await _until_sent(life, sending, plan.reviews * number // plan.random_kills)
            await asyncio.sleep(0.3 + 1.5 * life.random.random())  # a moment nobody chose
            await _kill(life.random.choice(bots.bots), bots, result)
        await sending
        if plan.lost_answers:
            await _until_all_are_lost(bots)
    finally:
        for task in [*going, sending]:
            task.cancel()
        await asyncio.gather(*going, sending, return_exceptions=True)
    if sending.done() and not sending.cancelled() and sending.exception():
        raise sending.exception()  # type: ignore[misc]  # there is one
    for bot in bots.bots:
        if not bot.is_alive:
            await bots.start(bot)
    return result


async def _until_sent(life: Life, sending: "asyncio.Task[None]", many: int) -> None:
    while len(life.acknowledged) < many and not sending.done():  # noqa: ASYNC110  # the sender has a deadline for each
        await asyncio.sleep(0.05)
    log.info("%s acknowledged", len(life.acknowledged))


async def _until_all_are_lost(bots: Fleet) -> None:
    async with asyncio.timeout(_DIES_SECONDS):
        while bots.workspace.trouble.coming():  # noqa: ASYNC110  # the script raises no event
            await asyncio.sleep(0.05)


async def _die_at_the_digest(plan: Plan, bots: Fleet, result: Result) -> None:
    """Four are due at the very first start."""
    for name in (one for one in plan.failpoints if one.startswith("digest/")):
        await _start_and_die(name, bots.bots[0], bots, result, _DIES_SECONDS)


async def _die_at(name: str, bots: Fleet, life: Life, result: Result) -> None:
    """Give it work of the right kind and wait for it to die there. It may not come by: then it is killed anyway."""
    needs_door = name.startswith(("press/", "intake/", "sending/"))
    bot = life.random.choice(bots.doors if needs_door else bots.bots)
    if name.startswith(("press/", "sending/")):
        bot = bots.doors[0]  # Slack knows one
    for other in bots.bots:
        if other is not bot and not needs_door:
            await bots.kill(other)  # or the work would be done there
            result.kills += 1
    await bots.kill(bot)
    result.kills += 1
    if name.startswith("sweep/"):
        life.trouble("late", times=2, seconds=15.0)
    if name == "courier/put_back":
        life.trouble("drop", times=3)
    if not name.startswith("sweep/") and name != "courier/put_back":
        bots.workspace.trouble.clear()  # it is to get there
    work = asyncio.create_task(_work_for(name, life))
    patience = next((seconds for prefix, seconds in _PATIENCE.items() if name.startswith(prefix)), _DIES_SECONDS)
    try:
        await _start_and_die(name, bot, bots, result, patience)
    finally:
        for one in bots.bots:
            if not one.is_alive:
                await bots.start(one)
        await work


async def _work_for(name: str, life: Life) -> None:
    if name.startswith("sending/"):
        await life.write_to_a_customer()
        return
    burst = 30 if name.startswith("gathering/") else 3
    await life.send(burst, at_once=burst)


async def _start_and_die(name: str, bot: Bot, bots: Fleet, result: Result, patience: float) -> None:
    began = time.monotonic()
    await bots.start(bot, dies_at=name)
    if await bots.dies(bot, patience):
        result.hit[name] = result.hit.get(name, 0) + 1
        log.info("died at %s after %.0f s", name, time.monotonic() - began)
    else:
        log.info("never came to %s", name)
        await bots.kill(bot)
    result.kills += 1


async def _kill(bot: Bot, bots: Fleet, result: Result) -> None:
    await bots.kill(bot)
    result.kills += 1
    await bots.start(bot)


def prepared(folder: Path, template: Path) -> str:
    """The address of a SQLite database at the current schema."""
    shutil.copy(template, folder / "desk.db")
    return f"sqlite:///{folder / 'desk.db'}"


def migrated(address: str) -> str:
    """The address, after bringing the database there to the current schema."""
    database = Database(address)
    with contextlib.closing(database):
        schema.migrate(database)
    return address


def _remember_yesterday(session: Session) -> None:
    """A review of ten days ago: a shop's first digest is sent only when there is something to tell."""
    then = datetime.now(UTC) - timedelta(days=10)
    session.add(
        ReviewRow(
            source="standard", external_id="old", content_hash="", store="shop-0", written_at=then, received_at=then
        )
    )


def _stuck(session: Session) -> list[Any]:
    rows = session.connection().execute(
        text("SELECT key, channel, attempts, not_before, leased_until, gathered_in FROM message WHERE pending LIMIT 5")
    )
    waiting = session.connection().execute(
        text("SELECT 'delivery', id, external_id, failures, not_before FROM inbox WHERE taken_in_at IS NULL LIMIT 5")
    )
    return [tuple(row) for row in [*rows, *waiting]]
