"""Page figures: what the managers' page shows, counted off the event loop, once for all who ask for the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.page.sheet import Counted
from bot.rules.figures.period import Period, Scope
from bot.rules.improvements import Improvement
from bot.rules.product_alerts import Alert
from handlers.casework.desk import Desk
from storage import chat_figures, improvements, product_alerts
from storage.figures import bounds
from storage.period import STEPS, period_figures
from storage.shelves import Stamp

log = structlog.get_logger()
ALL_STEPS = 2 * STEPS
_AT_ONCE, _WAITING = 2, 12  # of four readers two stay free for presses, however long a month takes
_KEPT, _FRESH_SECONDS = 32, 30.0
_WORTH = 4  # a count that took long is shown so many times as long, though something has happened since
_ITEMS, _OVER, _ALERTS = 20, 10, 20
Step = Callable[[], None]
Count = Callable[[Session, Desk, Period, Scope, Step], Counted]


class TooBusy(Exception):
    """So many different counts wait already that one more would only make all of them later."""


@dataclass
class _Job:
    """One count, from the first who asks until nobody may be shown it any more."""

    stamp: Stamp
    began: float
    steps: int = 0
    ended: float | None = None
    task: "asyncio.Task[Counted]" = field(init=False)

    def is_good(self, stamp: Stamp, now: float) -> bool:
        """Whether it may be shown: while it is counted, and for a while when it is."""
        if self.ended is None:
            return True
        if self.task.cancelled() or self.task.exception():
            return False
        age = now - self.ended
        return age < (_FRESH_SECONDS if stamp == self.stamp else _WORTH * (self.ended - self.began))


class PageFigures:
    """The counts of a process, by days and part of the shop."""

    def __init__(self, desk: Desk, count: Count | None = None, at_once: int = _AT_ONCE) -> None:
        self._desk = desk
        self._count = count or count_page
        self._jobs: OrderedDict[tuple[Period, Scope], _Job] = OrderedDict()
        self._turns = asyncio.Semaphore(at_once)

    async def counted(self, period: Period, scope: Scope, stamp: Stamp, patience: float) -> Counted | int:
        """The figures, or how many of `ALL_STEPS` are done when `patience` seconds are over. Raises `TooBusy`.

        It goes on being counted meanwhile: whoever asks again gets the same.
        """
        job = self._job((period, scope), stamp)
        done, _ = await asyncio.wait({job.task}, timeout=patience)
        return job.task.result() if done else job.steps

    def _job(self, key: tuple[Period, Scope], stamp: Stamp) -> _Job:
        now = self._desk.clock.monotonic()
        known = self._jobs.get(key)
        if known and known.is_good(stamp, now):
            self._jobs.move_to_end(key)
            return known
        if sum(one.ended is None for one in self._jobs.values()) >= _WAITING:
            raise TooBusy
        job = _Job(stamp, now)
        job.task = asyncio.create_task(self._work(job, *key), name="page figures")
        job.task.add_done_callback(_say_so_if_it_failed)
        self._jobs[key] = job
        self._jobs.move_to_end(key)
        self._forget()
        return job

    async def _work(self, job: _Job, period: Period, scope: Scope) -> Counted:
        def step() -> None:
            job.steps += 1

        clock = self._desk.clock
        try:
            async with self._turns:
                job.began = clock.monotonic()
                return await self._desk.db.read(self._count, self._desk, period, scope, step)
        finally:
            job.ended = clock.monotonic()

    def _forget(self) -> None:
        """The longest unasked first; what is still counted stays."""
        over = [key for key, one in self._jobs.items() if one.ended is not None]
        for key in over[: max(0, len(self._jobs) - _KEPT)]:
            del self._jobs[key]


def _say_so_if_it_failed(task: "asyncio.Task[Counted]") -> None:
    """Whoever asked may have gone away meanwhile."""
    if not task.cancelled() and (failed := task.exception()):
        log.error("the page's figures could not be counted", exc_info=failed)


def count_page(session: Session, desk: Desk, period: Period, scope: Scope, step: Step) -> Counted:
    """All of one moment, the period before too."""
    now, policy = desk.clock.now(), desk.policy
    figures = period_figures(session, period, scope, policy, now, step)
    before = period_figures(session, period.before, scope, policy, now, step)
    alerts = _alerts(session, scope)
    return Counted(
        now=figures,
        before=before,
        items=_items(session, scope, bounds(period.begin, policy.zone)[0], bounds(period.end, policy.zone)[0]),
        alerts=tuple(alert for alert, _ in alerts),
        products=tuple(name for _, name in alerts),
        at=now,
    )


def _items(session: Session, scope: Scope, begin: datetime, end: datetime) -> tuple[Improvement, ...]:
    found = [*improvements.live(session, _ITEMS), *improvements.over_within(session, begin, end, _OVER)]
    return tuple(one for one in found if _is_of(scope, one.scope.store, one.scope.line))


def _alerts(session: Session, scope: Scope) -> list[tuple[Alert, str]]:
    found = []
    for alert in product_alerts.lasting(session, _ALERTS):
        product = chat_figures.product(session, alert.store, alert.sku)
        if _is_of(scope, alert.store, product.line):
            found.append((alert, product.name))
    return found


def _is_of(scope: Scope, store: str | None, line: str | None) -> bool:
    """What names no store or line is about all of them."""
    return scope.store in (None, store or scope.store) and scope.line in (None, line or scope.line)
