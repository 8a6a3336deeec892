"""Timetable: every clock-driven job of the desk, on one page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from handlers.casework import unowned
from handlers.casework.causes import fall_silent
from handlers.casework.check_ins import ask
from handlers.casework.desk import Desk
from handlers.casework.drills import lapse
from handlers.casework.handing_on import brief
from handlers.casework.improvements import look_at
from handlers.casework.incident_upkeep import wake
from handlers.casework.intake import defer_forgotten
from handlers.casework.scorecards import close as close_scorecard
from handlers.casework.signals import look
from handlers.casework.tasks import remind
from handlers.clock import departures, digest, escalations, reminders, reports, retention, shift_end
from handlers.clock.check_ins import next_plan, plan_due
from handlers.clock.drills import next_offer, offer_due
from handlers.clock.drills import remind as remind_of_drill
from handlers.clock.experience import count_anew
from handlers.clock.scorecards import next_due as next_scorecards
from handlers.clock.scorecards import publish_due as publish_scorecards
from handlers.clock.sweep import Sweep, work_through
from handlers.heartbeat import Heartbeat
from storage import (
    briefings,
    causes,
    chat_figures,
    dispatches,
    drill_offers,
    drills,
    improvements,
    incidents,
    scorecards,
    tasks,
    timers,
    wellbeing,
)
from storage import escalations as steps
from storage.trouble import is_the_databases

log = structlog.get_logger()
TICK_SECONDS = 1
_LOST_JOBS_SECONDS = 5
_JUMP = timedelta(seconds=5)
_SWEEPS = (
    Sweep("tasks to remind of", tasks.due, remind, tasks.put_off),
    Sweep("causes that nobody disputed", causes.silent_by, fall_silent, causes.put_off),
    Sweep("incidents to look after", incidents.due, wake, incidents.put_off),
    Sweep("products that customers chat about", chat_figures.due, look, chat_figures.put_off),
    Sweep("drills that were left alone", drills.due, lapse, drills.put_off),
    Sweep("drills to remind of", drill_offers.due, remind_of_drill, drill_offers.put_off),
    Sweep("briefings that were cut off", briefings.due, brief, briefings.put_off),
    Sweep("scorecards whose time to contest is up", scorecards.due, close_scorecard, scorecards.put_off),
    Sweep("improvements to look at", improvements.due, look_at, improvements.put_off),
    Sweep("people to be asked how they are", wellbeing.due, ask, wellbeing.put_off),
)


@asynccontextmanager
async def timetable(desk: Desk, heartbeat: Heartbeat) -> AsyncIterator[None]:
    """Inside, one tick a second does all: what must happen is in rows, so the scheduler's own memory holds nothing."""
    scheduler = AsyncIOScheduler(timezone=UTC)

    async def beat() -> None:
        await _survived(partial(tick, desk))
        heartbeat.beat()

    def every(seconds: int, job: Callable[[], Awaitable[None]]) -> None:
        scheduler.add_job(job, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True, max_instances=1)

    every(TICK_SECONDS, beat)
    if not desk.db.is_sqlite:
        every(_LOST_JOBS_SECONDS, partial(_survived, partial(defer_forgotten, desk)))
    scheduler.start()
    watching = asyncio.create_task(_wind_up(scheduler), name="clock watch")
    try:
        yield
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        scheduler.shutdown(wait=False)


async def tick(desk: Desk) -> None:
    """Do whatever fell due: reminders, what rises from them, then the day's jobs.

    Safe to call at any moment, any number of times.
    """
    await reminders.fire_due(desk)
    await escalations.tell_due(desk)
    await plan_due(desk)
    await unowned.appoint_due(desk)
    for sweep in _SWEEPS:
        await work_through(desk, sweep)
    for day in await digest.missing(desk):
        await digest.publish(desk, day)
    await reports.publish_due(desk)
    await offer_due(desk)
    await publish_scorecards(desk)
    await departures.look_around(desk)
    await shift_end.tell_due(desk)
    await retention.forget_old(desk, digest.local_date(desk))
    await count_anew(desk, digest.local_date(desk))


async def next_due(desk: Desk) -> datetime:
    """The next moment at which a tick, or the sending, will find something to do."""
    now = desk.clock.now()
    tomorrow = digest.local_date(desk) + timedelta(days=1)
    days = [digest.due_at(desk, day) for day in (digest.local_date(desk), tomorrow)]
    first_digest = min(at for at in days if at > now)
    reminder, task = await desk.db.read(timers.next_due), await desk.db.read(tasks.next_due)
    of_cases = (steps.next_due, causes.next_due, improvements.next_due, dispatches.next_due, briefings.next_due)
    of_people = (drills.next_due, drill_offers.next_due, wellbeing.next_due, scorecards.next_due)
    later = (*of_cases, chat_figures.next_due, incidents.next_due, *of_people)
    rest = [await desk.db.read(due) for due in later]
    of_rota = [await desk.db.read(due, desk) for due in (shift_end.next_due, unowned.next_due)]
    own = (first_digest, next_offer(desk), next_scorecards(desk), *of_rota, next_plan(desk))
    return min(at for at in (*own, reminder, task, *rest) if at)


async def _survived(job: Callable[[], Awaitable[None]]) -> None:
    """A database in trouble is told; the next tick tries again."""
    try:
        await job()
    except SQLAlchemyError as failed:
        if not is_the_databases(failed):
            raise
        log.exception("the database does not answer the timetable")


async def _wind_up(scheduler: AsyncIOScheduler) -> None:
    """The scheduler sleeps until a moment of the wall clock: put back by two hours, it would sleep through both.

    Its jobs are set going again as soon as none runs when it should.
    """
    while True:
        await asyncio.sleep(TICK_SECONDS)
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            if abs(job.next_run_time - now) > _JUMP + job.trigger.interval:
                log.warning("the clock was moved; the timetable goes on from here", next_was=str(job.next_run_time))
                job.modify(next_run_time=now)
