"""Time travel: moving the demo's clock forward, stopping wherever something falls due."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.casework.intake import take_in_all
from handlers.clock.clocks import AdjustableClock
from handlers.clock.timetable import next_due, tick
from handlers.running import Staff
from storage import outbox

_PATIENCE_SECONDS = 40.0
_ON_THE_WAY_SECONDS = 6.0
_LOOK_AGAIN_SECONDS = 0.05


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

        What falls due on the way happens at its own time as far as the wait for Slack's pace allows.
        """
        async with self._lock:
            await self._handled(until=self.clock.monotonic() + _PATIENCE_SECONDS)  # what arrived before we left
            desk, target = self.staff.desk, self.clock.now() + length
            stroll_until = self.clock.monotonic() + _ON_THE_WAY_SECONDS
            while (due := await next_due(desk)) <= target:
                self.clock.move_to(due)
                await self._handled(until=stroll_until)
            self.clock.move_to(target)
            self.keep(target)
            await self._handled(until=self.clock.monotonic() + _PATIENCE_SECONDS)
            return self.clock.now()

    async def _handled(self, until: float) -> None:
        """Do what fell due, then wait for the courier until the wish list is empty or patience ends."""
        desk = self.staff.desk
        await tick(desk)
        await take_in_all(desk, self.staff.opinion)
        desk.to_send.set()
        while self.clock.monotonic() < until and await self._undelivered():  # noqa: ASYNC110  # rows, not an event
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def _undelivered(self) -> bool:
        wish = await self.staff.desk.db.read(outbox.next_wish)
        return wish is not None and wish <= self.clock.now()
