"""Fleet: the bot's real processes on one database, beside a local workspace, with a hand on each of them."""

import asyncio
import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from benchmarks.processes import free_port
from demo.team import app_settings, members, rooms
from handlers.http.serving import bind, server
from handlers.http.signatures import is_genuine
from handlers.slack.manifest import SCOPES
from sandbox.people_and_rooms import Room
from sandbox.server import create_sandbox
from sandbox.workspace import Workspace
from storage.failpoints import VARIABLE
from tests.house.program import ROOT
from tests.house.sender import SECRET

_ALIVE_SECONDS = 60
_TOKEN, _SIGNING = "xoxb-chaos", "chaos-secret"


@dataclass
class Bot:
    """One process of the bot; `port` is 0 for a worker, which hears nobody."""

    number: int
    command: str
    port: int
    process: asyncio.subprocess.Process | None = None
    deaths: int = 0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.returncode is None


@dataclass
class Fleet:
    """The processes, the workspace, and how to start what died."""

    folder: Path
    database_url: str
    workspace: Workspace
    slack_url: str
    bots: list[Bot]
    launcher: Sequence[str]
    phones: Counter[str]  # what customers got, by the key of its text
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def doors(self) -> list[Bot]:
        """The processes that hear the outside."""
        return [bot for bot in self.bots if bot.port]

    async def start(self, bot: Bot, *, dies_at: str = "") -> None:
        """Start it; it is alive when this returns, unless it was told to die before."""
        log = (self.folder / f"bot-{bot.number}.log").open("ab")  # closed when handed over
        with log:
            bot.process = await asyncio.create_subprocess_exec(
                *self.launcher,
                bot.command,
                cwd=self.folder,
                env=self._environment(bot) | ({VARIABLE: dies_at} if dies_at else {}),
                stdout=log,
                stderr=log,
            )
        if bot.port:
            await self._until_alive(bot)

    async def kill(self, bot: Bot) -> None:
        """As if its machine had lost power."""
        if bot.process and bot.is_alive:
            with contextlib.suppress(ProcessLookupError):
                bot.process.send_signal(signal.SIGKILL)
            await bot.process.wait()
        bot.deaths += 1

    async def dies(self, bot: Bot, seconds: float) -> bool:
        """Whether it dies by itself, at its failpoint, within so many seconds."""
        assert bot.process is not None
        try:
            async with asyncio.timeout(seconds):
                await bot.process.wait()
        except TimeoutError:
            return False
        bot.deaths += 1
        return bot.process.returncode == -signal.SIGKILL

    async def end(self) -> None:
        """Stop all of them politely."""
        for bot in self.bots:
            if bot.process and bot.is_alive:
                bot.process.terminate()
        for bot in self.bots:
            if bot.process:
                try:
                    async with asyncio.timeout(30):
                        await bot.process.wait()
                except TimeoutError:
                    bot.process.kill()
                    await bot.process.wait()

    async def _until_alive(self, bot: Bot) -> None:
        assert bot.process is not None
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot.port}", timeout=10, verify=False) as http:  # noqa: S501
            async with asyncio.timeout(_ALIVE_SECONDS):
                while bot.process.returncode is None:
                    with contextlib.suppress(httpx.TransportError):
                        if (await http.get("/healthz")).status_code == 200:
                            return
                    await asyncio.sleep(0.05)  # between two looks at a condition that has a deadline
        if bot.process.returncode != -signal.SIGKILL:
            log = (self.folder / f"bot-{bot.number}.log").read_text(errors="replace")
            raise AssertionError(f"the bot ended by itself: {log[-2000:]}")

    def _environment(self, bot: Bot) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": _TOKEN,
            "SLACK_SIGNING_SECRET": _SIGNING,
            "SLACK_API_URL": f"{self.slack_url}/api/",
            "DATABASE_URL": self.database_url,
            "POLICY_FILE": str(self.folder / "policy.toml"),
            "WEBHOOK_SECRET_STANDARD": SECRET,
            "GATEWAY_SECRET_WANGWANG": SECRET,
            "PORT": str(bot.port),
            **self.environment,
        }


def _phones(got: "Counter[str]") -> Route:
    """A gateway that tells a repetition by its key, and counts what it was given."""

    async def door(request: Request) -> Response:
        key = (await request.json())["id"]
        assert is_genuine((await request.body()).decode(), request.headers, [SECRET])
        got[key] += 1
        return JSONResponse({}, 202 if got[key] == 1 else 409)

    return Route("/phones", door, methods=["POST"])


@asynccontextmanager
async def fleet(
    folder: Path,
    database_url: str,
    policy: str,
    *,
    serving: int = 1,
    working: int = 0,
    seed: int = 1,
    more_rooms: Sequence[Room] = (),
    launcher: Sequence[str] = (sys.executable, str(ROOT / "app.py")),
) -> AsyncIterator[Fleet]:
    """A workspace and so many processes, not started yet. Presses go to the first that serves, as Slack knows one."""
    bots = [Bot(number, "serve", free_port()) for number in range(serving)]
    bots += [Bot(serving + number, "worker", 0) for number in range(working)]
    listener = bind("127.0.0.1", 0)
    slack_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    gateway = f'\n[gateways.wangwang]\nurl = "{slack_url}/phones"\n'
    (folder / "policy.toml").write_text(policy + gateway, encoding="utf-8")  # before anything runs
    app = app_settings(
        token=_TOKEN,
        signing_secret=_SIGNING,
        request_url=f"http://127.0.0.1:{bots[0].port}/slack/events",
        scopes=SCOPES,
        name="评价管家",
    )
    workspace = Workspace(
        team_name="Chaos", members=members(), rooms=[*rooms(), *more_rooms], app=app, random=Random(seed)
    )
    phones: Counter[str] = Counter()
    web = server(Starlette(routes=[_phones(phones), Mount("/", create_sandbox(workspace, slack_url))]))
    serving_task = asyncio.create_task(web.serve(sockets=[listener]))
    made = Fleet(folder, database_url, workspace, slack_url, bots, launcher, phones)
    try:
        yield made
    finally:
        await made.end()
        await workspace.close()
        web.should_exit = True
        await serving_task
