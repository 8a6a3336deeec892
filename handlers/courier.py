"""Courier: the only writer to Slack; brings what must stand there in line with the rows, errand by errand."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.messenger import Doubtful, Letter, Messenger, NotAllSearched, Posted, RateLimited, Rejected, Unreachable
from handlers.casework.desk import Desk
from handlers.delivery import outcomes, pictures
from handlers.delivery.letters import UnfitMessage, check, is_called_for, is_redrawn, letter_for
from handlers.delivery.sweeping import sweep
from storage import errands, gathering, sweeps
from storage.errands import Errand
from storage.failpoints import reached
from storage.private import told_as
from storage.sweeps import Sweep
from storage.trouble import is_the_databases

log = structlog.get_logger()
_AT_ONCE = 20
_IDLE_SECONDS = 1.0
_ERRAND_SECONDS = 25.0  # shorter than a lease: whoever loses it must have given up
_FAREWELL_SECONDS = 10.0
_SEARCHES = 3
_UNKNOWN = -1  # which version stands there; it is drawn again
_SWEEPS_AT_ONCE = 3


@dataclass
class Courier:
    """Claims errands under a lease, sends them, records what stands where. One per process, any number of processes."""

    desk: Desk
    messenger: Messenger
    new_lease: Callable[[], str]
    _going: set[asyncio.Task[bool]] = field(default_factory=set)

    async def run(self) -> None:
        """Send whatever there is, then wait to be woken; an errand that came home wakes too."""
        try:
            while True:
                self.desk.to_send.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_IDLE_SECONDS + _ERRAND_SECONDS):
                        await self._woken_after_setting_off()
        finally:
            if self._going:  # what is on its way may still arrive: to break it off would leave it in doubt
                await asyncio.wait(self._going, timeout=_FAREWELL_SECONDS)

    async def send_all(self) -> int:
        """Send all that may go now; how many went."""
        sent = 0
        while await self._set_off() or self._going:
            done, _ = await asyncio.wait(self._going, return_when=asyncio.FIRST_COMPLETED)
            sent += sum(task.result() for task in done)
        return sent

    async def _woken_after_setting_off(self) -> None:
        patience = _IDLE_SECONDS
        try:
            while await self._set_off():
                pass
            patience = await self._patience()
        except SQLAlchemyError as failed:
            if not is_the_databases(failed):
                raise
            log.exception("the database does not answer the courier")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.desk.to_send.wait()

    async def _set_off(self) -> int:
        """Take errands and start on them, no more at once than a Slack in trouble can keep waiting; how many."""
        room = _AT_ONCE - len(self._going)
        if room <= 0:
            return 0
        await self._sweep_off()
        taken = await self.desk.db.write(_gathered_and_leased, self.desk, self.new_lease(), room)
        if taken:
            reached("courier/leased")
        for errand in taken:
            task = asyncio.create_task(self._send_or_retry(errand), name=f"errand {errand.id}")
            self._going.add(task)
            task.add_done_callback(self._came_home)
        return len(taken)

    async def _sweep_off(self) -> None:
        """Start looking for extras of what was in doubt."""
        now = self.desk.clock.now()
        if await self.desk.db.read(sweeps.any_due, now):
            for one in await self.desk.db.write(sweeps.take_due, now, _SWEEPS_AT_ONCE):
                task = asyncio.create_task(self._swept(one), name=f"sweep {one.id}")
                self._going.add(task)
                task.add_done_callback(self._came_home)

    async def _swept(self, one: Sweep) -> bool:
        await sweep(self.desk, self.messenger, one)
        return False

    def _came_home(self, task: asyncio.Task[bool]) -> None:
        self._going.discard(task)
        self.desk.to_send.set()

    async def _patience(self) -> float:
        """Seconds to wait for a wish; never so long that what falls due in another channel would be kept."""
        now = self.desk.clock.now()
        turn = await self.desk.db.read(errands.next_turn, now)
        return min(max((turn - now).total_seconds(), 0.01), _IDLE_SECONDS) if turn else _IDLE_SECONDS

    async def _send_or_retry(self, errand: Errand) -> bool:
        """A fault with one errand must not stop the others.

        Whatever happened may have happened after Slack took it: unless we know better it is in doubt, from before now,
        so that it is looked for before it is sent again.
        """
        doubtful_since = errand.doubtful_since or self.desk.clock.now() - errands.SKEW
        try:
            return await self._send(errand, doubtful_since)
        except Exception:
            log.exception("an errand failed", key=told_as(errand.key))
            with contextlib.suppress(SQLAlchemyError):  # the lease runs out by itself
                await outcomes.put_back(self.desk, errand, outcomes.backoff(errand), doubtful_since)
            return False

    async def _send(self, errand: Errand, doubtful_since: datetime) -> bool:
        """Whether it stands in Slack now; `doubtful_since` is from when on to look for it if nobody knows."""
        try:
            if not await is_called_for(errand, self.desk):
                return await outcomes.drop(self.desk, errand)
            letter, version = await letter_for(errand, self.desk)
            async with asyncio.timeout(_ERRAND_SECONDS):
                posted, is_as_drawn = await self._deliver_with_pictures(errand, letter)
        except pictures.NotYet as why:
            return await outcomes.wait(self.desk, errand, why)
        except RateLimited as told:
            return await outcomes.hold(self.desk, errand, told)
        except Unreachable as why:
            return await outcomes.unreachable(self.desk, errand, why)
        except (Doubtful, TimeoutError) as why:
            return await outcomes.doubt(self.desk, errand, why, doubtful_since)
        except (Rejected, UnfitMessage) as why:
            return await outcomes.refused(self.desk, errand, why)
        return await outcomes.sent(self.desk, errand, posted, version if is_as_drawn else _UNKNOWN)

    async def _deliver_with_pictures(self, errand: Errand, letter: Letter) -> tuple[Posted, bool]:
        """The same as `_deliver`; where Slack refuses a picture the words go alone, at once: nothing stands there."""
        check(pictures.in_words(letter))  # before anything is uploaded for it
        try:
            return await self._deliver(errand, check(await pictures.shown(letter, self.desk, self.messenger)))
        except Rejected as refused:
            if not pictures.is_a_pictures_fault(letter, refused):
                raise
            await pictures.give_up(letter, self.desk, refused)
            return await self._deliver(errand, pictures.in_words(letter))

    async def _deliver(self, errand: Errand, letter: Letter) -> tuple[Posted, bool]:
        """Where it stands, and whether as it is drawn now: what is found was drawn when it was first sent."""
        if errand.posted:
            await self.messenger.update(errand.posted, letter)
            reached("courier/after_update")
            return errand.posted, True
        if errand.doubtful_since and (found := await self._found(errand, letter, errand.doubtful_since)):
            log.info("found what was in doubt", key=told_as(errand.key), ts=found.ts)
            return found, not is_redrawn(errand)
        reached("courier/before_post")
        posted = await self.messenger.post(letter)
        reached("courier/after_post")
        return posted, True

    async def _found(self, errand: Errand, letter: Letter, since: datetime) -> Posted | None:
        """Where a doubtful post stands. If we cannot look, it is posted: twice is better than an alert nobody sees."""
        try:
            return await self.messenger.find(letter, since)
        except Rejected as refused:
            if outcomes.is_the_places_fault(refused):
                raise
            key = told_as(letter.key)
            log.warning("cannot look for what was in doubt; see `app.py doctor`", key=key, because=str(refused))
        except NotAllSearched as too_many:
            if errand.attempts < _SEARCHES:
                raise
            key = told_as(letter.key)
            log.warning("too much was said to find what was in doubt; it is posted", key=key, because=str(too_many))
        return None


def _gathered_and_leased(session: Session, desk: Desk, token: str, limit: int) -> list[Errand]:
    now, storm = desk.clock.now(), desk.policy.storm
    gathering.gather(session, now, cards=storm.cards, notices=storm.notices)
    return errands.lease(session, now=now, token=token, limit=limit)
