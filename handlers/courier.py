"""Courier: the only writer to Slack; brings what must stand there in line with the rows, card by card."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from bot.cards.case_card import case_card
from bot.messenger import Block, Doubtful, Letter, Messenger, Posted, RateLimited, Rejected, Unreachable
from handlers.casework.desk import Desk
from handlers.pacing import Pacing
from slack_rules.validator import message_faults
from storage import case_files, outbox
from storage.outbox import CARD, Errand

log = structlog.get_logger()
_LEASE = timedelta(seconds=30)
_SETTLE = timedelta(seconds=10)
_LONGEST_RETRY = timedelta(minutes=2)
_BATCH = 20
_IDLE_SECONDS = 1.0
_ANEW = 3
_GONE = frozenset({"message_not_found", "thread_not_found"})


class UnfitMessage(Exception):
    """Our own message breaks Slack's rules: a fault in the program, kept from Slack and told in full."""


@dataclass
class Courier:
    """Claims errands under a lease, sends them, records what stands where. One per process."""

    desk: Desk
    messenger: Messenger
    pacing: Pacing
    new_lease: Callable[[], str]

    async def run(self) -> None:
        """Send whatever there is, then wait to be woken."""
        while True:
            self.desk.to_send.clear()
            try:
                await self.send_all()
            except OperationalError:
                log.exception("the database does not answer the courier")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.desk.to_send.wait(), self._patience())

    async def send_all(self) -> int:
        """Send all that may go now; how many went."""
        total = 0
        while sent := await self._round():
            total += sent
        return total

    async def _round(self) -> int:
        now = self.desk.clock.now()
        errands = await self.desk.db.write(
            outbox.lease_errands,
            now=now,
            until=now + _LEASE,
            lease=self.new_lease(),
            busy=self.pacing.busy(),
            held=self.pacing.held(),
            limit=_BATCH,
        )
        for errand in errands:
            if errand.posted is None:
                self.pacing.take_turn(errand.channel)
        return sum(await asyncio.gather(*(self._send_or_retry(errand) for errand in errands)))

    async def _send_or_retry(self, errand: Errand) -> bool:
        """One errand's fault of ours must not stop the others: it is logged in full and tried again, ever later.

        It may have come after Slack took the message, so that it is looked for before it is sent again.
        """
        doubtful_since = errand.doubtful_since or self.desk.clock.now() - outbox.SKEW
        try:
            return await self._send(errand, doubtful_since)
        except Exception:
            log.exception("an errand failed", key=errand.key)
            await self._put_back(errand, self._after(_backoff(errand)), doubtful_since)
            return False

    async def _send(self, errand: Errand, doubtful_since: datetime) -> bool:
        """Whether it stands in Slack now; `doubtful_since` is from when on to look for it if nobody knows."""
        try:
            letter, version = await self._letter(errand)
            posted = await self._deliver(errand, letter)
        except RateLimited as told:
            self.pacing.hold(errand.channel, told.retry_after)
            await self._put_back(errand, self._after(timedelta(seconds=told.retry_after)), errand.doubtful_since)
            return False
        except Unreachable as why:
            log.warning("slack is unreachable", key=errand.key, because=str(why))
            await self._put_back(errand, self._after(_backoff(errand)), errand.doubtful_since)
            return False
        except Doubtful as why:
            log.warning("nobody knows whether it was posted", key=errand.key, because=str(why))
            await self._put_back(errand, self._after(max(_SETTLE, _backoff(errand))), doubtful_since)
            return False
        except (Rejected, UnfitMessage) as why:
            return await self._give_up(errand, why)
        await self.desk.db.write(outbox.record_sent, errand, posted, version)
        return True

    async def _letter(self, errand: Errand) -> tuple[Letter, int]:
        """What is to stand there: a card is drawn from its case as it is this moment."""
        text, blocks, version = errand.text, errand.blocks, errand.version
        if errand.kind == CARD and errand.case_id is not None:
            file = await self.desk.db.read(case_files.read_file, errand.case_id)
            text, blocks = case_card(file, self.desk.look)
            version = file.case.version
        thread = errand.thread.ts if errand.thread else None
        channel = errand.thread.channel if errand.thread else errand.channel
        letter = Letter(channel=channel, text=text, blocks=blocks, key=errand.key, thread_ts=thread)
        _check(letter, blocks)
        return letter, version

    async def _deliver(self, errand: Errand, letter: Letter) -> Posted:
        if errand.posted:
            await self.messenger.update(errand.posted, letter)
            return errand.posted
        if errand.doubtful_since and (found := await self._found(letter, errand.doubtful_since)):
            log.info("found what was in doubt", key=errand.key, ts=found.ts)
            return found
        return await self.messenger.post(letter)

    async def _found(self, letter: Letter, since: datetime) -> Posted | None:
        """Where a doubtful post stands. If we may not look, it is posted: twice is better than an alert nobody sees."""
        try:
            return await self.messenger.find(letter, since)
        except Rejected as refused:
            log.warning("cannot look for what was in doubt; see `app.py doctor`", key=letter.key, because=str(refused))
            return None

    async def _give_up(self, errand: Errand, why: Exception) -> bool:
        if _is_card_gone(errand, why):
            log.info("the card was deleted in Slack; posting it anew", key=errand.key)
            await self.desk.db.write(outbox.forget_post, errand)
            if errand.thread:  # the line follows its card
                await self._put_back(errand, self.desk.clock.now(), errand.doubtful_since)
            return True
        log.error("cannot be delivered", key=errand.key, channel=errand.channel, because=str(why))
        await self.desk.db.write(outbox.bury, errand, str(why), self.desk.clock.now())
        return False

    async def _put_back(self, errand: Errand, not_before: datetime, doubtful_since: datetime | None) -> None:
        await self.desk.db.write(outbox.put_back, errand, not_before=not_before, doubtful_since=doubtful_since)

    def _patience(self) -> float:
        """Seconds to wait for a wish; a channel that is held for long must not keep what is due in the others."""
        return min(self.pacing.next_turn() or _IDLE_SECONDS, _IDLE_SECONDS)

    def _after(self, gap: timedelta) -> datetime:
        return self.desk.clock.now() + gap


def _is_card_gone(errand: Errand, why: Exception) -> bool:
    """Whether the card, or the one whose thread a line is for, was deleted; not for ever: it may be another reason."""
    gone = isinstance(why, Rejected) and why.code in _GONE and (errand.posted or errand.thread) is not None
    return gone and errand.attempts < _ANEW


def _check(letter: Letter, blocks: list[Block]) -> None:
    faults = message_faults({"channel": letter.channel, "text": letter.text, "blocks": blocks})
    if faults:
        raise UnfitMessage("; ".join(str(fault) for fault in faults[:5]))


def _backoff(errand: Errand) -> timedelta:
    return min(timedelta(seconds=float(2 ** min(errand.attempts, 10))), _LONGEST_RETRY)
