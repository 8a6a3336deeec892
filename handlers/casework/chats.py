"""Chats: lines of service chats are understood, masked, and stored with the counts they add to, in one transaction."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.analysis import topics_said
from bot.chat import ChatLine
from bot.masking import mask_text
from bot.rules.signals import BASELINE_DAYS
from handlers.casework.desk import Desk
from storage import chats
from storage.arrivals import Stored
from storage.chat_heard import Heard

LINES_KEPT = timedelta(days=BASELINE_DAYS + 7)  # no baseline goes further back


async def hear(desk: Desk, source: str, lines: Sequence[ChatLine]) -> Stored:
    """Understand lines off the event loop and store them durably; what they add up to is looked at by the tick."""
    now = desk.clock.now()
    heard = await asyncio.to_thread(understood, source, lines, desk.policy.zone, now)
    stored = await desk.db.write(chats.keep, heard, now)
    return with_old_ones(stored, lines, heard)


def understood(source: str, lines: Iterable[ChatLine], zone: ZoneInfo, now: datetime) -> list[Heard]:
    """The lines that count, each with its topics and masked words; an agent's line has neither.

    A line so old that its identity may be forgotten already is left out: it could count twice, and changes no baseline.
    """
    return [_understood(source, line, zone, now) for line in lines if line.at > now - LINES_KEPT]


def with_old_ones(stored: Stored, lines: Sequence[ChatLine], heard: Sequence[Heard]) -> Stored:
    """Lines that were left out for their age bring nothing new, as duplicates do."""
    return Stored(stored.accepted, stored.duplicates + len(lines) - len(heard))


def _understood(source: str, line: ChatLine, zone: ZoneInfo, now: datetime) -> Heard:
    """A clock that runs ahead puts no line into the future, where no window would find it."""
    at = min(line.at, now)
    line = line.model_copy(update={"at": at})
    day = at.astimezone(zone).date()
    heard = Heard(source, line, day, line.talk(source, day), line.customer_digest(source))
    if not line.is_customers:
        return heard
    topics = topics_said(line.text)
    return replace(heard, topics=topics, words=mask_text(line.text) if topics else "")
