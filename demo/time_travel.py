"""Time travel: moving the demo's clock forward, stopping wherever something falls due."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.casework.intake import take_in_all
from handlers.clock.clocks import AdjustableClock
from handlers.clock.timetable import next_due, tick
from handlers.outgoing.sending import send_all
from handlers.running import Staff
from storage import outbox, places

_PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.02
_PACE_SECONDS = 1.1


class NotAllDelivered(Exception):
    """The journey went, but Slack does not take what fell due; `undelivered` is since when the oldest waits."""


@dataclass
class TimeTraveller:
    """One journey at a time."""

    staff: Staff
    clock: AdjustableClock
    keep: Callable[[datetime], None]

    def __post_init__(self) -> None:
        self._lock = asyncio.Lock()

    async def advance(self, length: timedelta) -> datetime:
        """Move forward; returns the new time when everything that fell due has been handled and delivered.

        Raises `NotAllDelivered` when the workspace does not take it all.
        """
        async with self._lock:
            await self._handled()  # what arrived before we left
            desk, target = self.staff.desk, self.clock.now() + length
            while (due := await next_due(desk)) <= target:
                self.clock.move_to(due)
                await self._handled()
            self.clock.move_to(target)
            self.keep(target)
            await self._handled()
            return self.clock.now()

    async def _handled(self) -> None:
        """Do what fell due, and have it delivered; the seconds that pacing would wait are skipped, not slept."""
        desk, until = self.staff.desk, time.monotonic() + _PATIENCE_SECONDS
        self.staff.heartbeat.beat()
        await tick(desk)
        await take_in_all(desk, self.staff.opinion)
        await send_all(desk)
        while await self._undelivered():
            if time.monotonic() > until:
                raise NotAllDelivered
            self.clock.skip_waiting(_PACE_SECONDS)
            await desk.db.write(places.skip, timedelta(seconds=_PACE_SECONDS))
            desk.to_send.set()
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def _undelivered(self) -> bool:
        wish = await self.staff.desk.db.read(outbox.next_wish)
        return wish is not None and wish <= self.clock.now()
