"""Running: the desk's standing tasks, started together and ended together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.messenger import Messenger
from handlers.casework.desk import Desk
from handlers.casework.intake import keep_taking_in, keep_working_off
from handlers.casework.second_opinion import Opinion
from handlers.clock.timetable import timetable
from handlers.courier import Courier
from handlers.heartbeat import Heartbeat
from handlers.outgoing.sending import keep_sending
from handlers.slack.unheard import UNHEARD
from storage import outbox

log = structlog.get_logger()


@dataclass(frozen=True)
class Staff:
    """Who works in the background."""

    desk: Desk
    messenger: Messenger
    client: AsyncWebClient
    courier: Courier
    opinion: Opinion
    heartbeat: Heartbeat


@asynccontextmanager
async def at_work(staff: Staff) -> AsyncIterator[None]:
    """Intake, courier and timetable run inside; should one of them break, everything ends rather than limps on."""
    taking_in = keep_taking_in if staff.desk.db.is_sqlite else keep_working_off
    await staff.desk.db.write(outbox.revive, staff.desk.clock.now())
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(taking_in(staff.desk, staff.opinion), name="intake"),
            tasks.create_task(staff.courier.run(), name="courier"),
            tasks.create_task(introduce(staff), name="introduction"),
            tasks.create_task(keep_sending(staff.desk), name="sending"),
        ]
        try:
            async with timetable(staff.desk, staff.heartbeat):
                yield
        finally:
            for task in running:
                task.cancel()
            await staff.opinion.close()


async def introduce(staff: Staff) -> None:
    """Learn where we are and what the team is called; cards work without it, only names and links are poorer."""
    try:
        told = await staff.client.auth_test()
        staff.desk.directory.workspace_url = str(told["url"])
    except UNHEARD as failed:
        log.warning("slack did not introduce itself; run `app.py doctor`", because=str(failed))
    await staff.desk.directory.learn(staff.messenger, staff.desk.policy.team())
    await staff.desk.directory.look_who_left(staff.desk.policy.team())
