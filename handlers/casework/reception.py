"""Reception: deliveries that come in together are committed together; each sender is answered after the commit."""

import asyncio
from collections.abc import Sequence

from bot.clock import Clock
from storage import arrivals
from storage.arrivals import Stored
from storage.database import Database
from storage.failpoints import reached
from storage.inbox import Delivery

_MOST_TOGETHER = 1000
_FLOOD_SECONDS, _RESTS = 0.05, 9
_Waiting = tuple[list[Delivery], asyncio.Future[Stored]]


class Reception:
    """One writer: while a commit is on its way to the disk, the next ones gather and share the one after it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._last = float("-inf")

    async def give_way(self, spent: float) -> None:
        """Let senders go first while they come in numbers: taking in rests, nine times as long as it worked.

        So a flood is stored quickly, and a tenth of the time is still spent on making cards of it.
        """
        if self._writing is not None or asyncio.get_running_loop().time() - self._last < _FLOOD_SECONDS:
            await asyncio.sleep(spent * _RESTS)

    async def store(self, deliveries: Sequence[Delivery]) -> Stored:
        """Store them durably. Raises what the database raises; then none of them is stored, nor of those beside them.

        A sender who does not wait for the answer takes nothing back: what was handed in is stored.
        """
        loop = asyncio.get_running_loop()
        self._last = loop.time()
        answer: asyncio.Future[Stored] = loop.create_future()
        self._waiting.append((list(deliveries), answer))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(), name="reception")
        return await answer

    async def _write(self) -> None:
        try:
            while self._waiting:
                await self._write_some(self._next())
        finally:
            self._writing = None

    def _next(self) -> list[_Waiting]:
        """Those who came first, no more together than one transaction should hold; at least one."""
        size, count = 0, 0
        for deliveries, _ in self._waiting:
            size += len(deliveries)
            if count and size > _MOST_TOGETHER:
                break
            count += 1
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    async def _write_some(self, taken: list[_Waiting]) -> None:
        try:
            batches = [deliveries for deliveries, _ in taken]
            answers = await self._database.write(arrivals.store, batches, self._clock.now())
        except BaseException as failed:
            for _, answer in taken:
                if not answer.done():
                    answer.set_exception(failed if isinstance(failed, Exception) else asyncio.CancelledError())
            if not isinstance(failed, Exception):
                raise
            return
        reached("intake/after_commit")
        for (_, answer), stored in zip(taken, answers, strict=True):
            if not answer.done():  # its sender has gone
                answer.set_result(stored)
