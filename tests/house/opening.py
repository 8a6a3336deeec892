"""Opening: a shop of its own for one test, the bot and the workspace under one real address."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount
from structlog.testing import capture_logs

from app import assemble
from bot.outreach import Gateways
from demo.team import app_settings, members, rooms
from handlers.http.serving import bind, server
from handlers.http.web_app import bot_routes
from handlers.running import introduce
from handlers.settings import Settings
from handlers.slack.manifest import SCOPES
from sandbox.server import create_sandbox
from sandbox.workspace import Workspace
from scripts_library.wording import Wording
from storage import schema
from storage.database import Database
from storage.keys_in_use import take_into_use
from tests.house.charts import known_charts
from tests.house.clock import T0, FrozenClock
from tests.house.keys import KEY, KEYS
from tests.house.sender import SECRET
from tests.house.serving import served
from tests.house.shop import Shop
from tests.house.statements import known_statements

NO_GATEWAYS = Gateways()


@asynccontextmanager
async def open_shop(
    folder: Path,
    template: Path,
    *,
    policy: str = "",
    locale: str = "zh_CN",
    start: datetime = T0,
    secrets: tuple[str, ...] = (SECRET,),
    database_url: str | None = None,
    gateways: Gateways = NO_GATEWAYS,
    is_public: bool = True,
) -> AsyncIterator[Shop]:
    """A desk and a workspace of its own, ended with the test. `policy` is TOML for a POLICY_FILE.

    The database is a copy of `template` in the folder, or what `database_url` names. `is_public`: whether people reach
    its pages.

    A folder that has been a shop's before is that shop again, its database with it, as after a restart.
    """
    listener = bind("127.0.0.1", 0)
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    clock = FrozenClock(start)
    if not database_url and not (folder / "desk.db").exists():
        shutil.copy(template, folder / "desk.db")
    if policy:
        (folder / "policy.toml").write_text(policy, encoding="utf-8")
    settings = Settings(
        _env_file=None,
        slack_bot_token="xoxb-house",
        slack_signing_secret="house-secret",
        slack_api_url=f"{base_url}/api/",
        data_key=KEY,
        policy_file=folder / "policy.toml" if policy else None,
        locale=locale,
        public_url=base_url if is_public else None,
    )
    workspace = _workspace(base_url, clock, settings)
    with known_charts(), _opened(database_url or f"sqlite:///{folder / 'desk.db'}") as database:
        take_into_use(database, start)
        parts = assemble(settings, clock=clock, database=database, gateways=gateways)
        routes = bot_routes(parts.staff.desk, parts.bolt, {"standard": secrets}, parts.staff.heartbeat)
        web = server(Starlette(routes=[*routes, Mount("/", create_sandbox(workspace, base_url))]))
        async with served(web, listener):
            try:
                # Nothing is encrypted here: reading the certificates of the world would take longer than a test.
                async with httpx.AsyncClient(base_url=base_url, timeout=20, verify=False) as http:  # noqa: S501
                    with capture_logs() as logs:
                        await introduce(parts.staff)
                        shop = Shop(parts, workspace, clock, http, settings, logs)
                        yield shop
                    assert not shop.trouble(), shop.trouble()
            finally:
                await workspace.close()


@contextmanager
def _opened(address: str) -> Iterator[Database]:
    database = Database(address, keys=KEYS)
    with known_statements(database, KEYS):
        try:
            yield database
        finally:
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
