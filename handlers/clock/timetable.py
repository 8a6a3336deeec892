"""Timetable: every clock-driven job of the desk, on one page."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers.casework.desk import Desk
from handlers.casework.intake import defer_forgotten
from handlers.clock import digest, reminders
from handlers.heartbeat import Heartbeat
from storage import timers

TICK_SECONDS = 1
_LOST_JOBS_SECONDS = 5


def start_timetable(desk: Desk, heartbeat: Heartbeat) -> AsyncIOScheduler:
    """One tick a second does all: what must happen is in rows, so the scheduler's own memory holds nothing."""
    scheduler = AsyncIOScheduler(timezone=UTC)

    async def beat() -> None:
        await tick(desk)
        heartbeat.beat()

    def every(seconds: int, job: Callable[[], Awaitable[None]]) -> None:
        scheduler.add_job(job, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True, max_instances=1)

    every(TICK_SECONDS, beat)
    if not desk.db.is_sqlite:
        every(_LOST_JOBS_SECONDS, partial(defer_forgotten, desk))
    scheduler.start()
    return scheduler


async def tick(desk: Desk) -> None:
    """Do whatever fell due: reminders, then the day's jobs. Safe to call at any moment, any number of times."""
    await reminders.fire_due(desk)
    today = digest.local_date(desk)
    if desk.clock.now() >= digest.due_at(desk, today) and not await digest.is_published(desk, today):
        await digest.publish(desk, today)


async def next_due(desk: Desk) -> datetime:
    """The next moment at which a tick will find something to do."""
    now = desk.clock.now()
    tomorrow = digest.local_date(desk) + timedelta(days=1)
    days = [digest.due_at(desk, day) for day in (digest.local_date(desk), tomorrow)]
    first_digest = min(at for at in days if at > now)
    timer = await desk.db.read(timers.next_due)
    return min(timer, first_digest) if timer else first_digest
