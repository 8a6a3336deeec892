"""Digest: yesterday in the managers' channel, every morning, once per local date; what was missed is made up for."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from bot.cards.blocks import context
from bot.cards.day_card import day_view
from bot.cards.digest_card import DigestCard
from bot.messenger import Block
from bot.rules.figures.morning import Telling
from handlers.casework.desk import Desk
from handlers.clock import morning
from handlers.delivery.pictures import picture_block
from slack_rules.text import escape
from storage import case_lists, figures, occurrences, outbox
from storage.failpoints import reached

NAME = "digest"
_RANK = 1
_BACK_DAYS = 3
_LATE = timedelta(hours=1)


@dataclass(frozen=True)
class _Drawn:
    """What is to be published: the card, and the chart as a PNG with its words."""

    card: DigestCard
    chart: tuple[bytes, str] | None


async def publish(desk: Desk, today: date) -> bool:
    """Put the digest of the day before `today` in the outbox, unless that has been done; whether it was done now."""
    page = await desk.db.read(_morning, desk, today)  # counting takes long on years of rows: nobody's write waits
    chart = await asyncio.to_thread(morning.drawn, page, desk) if page else None
    drawn = _Drawn(page.card, chart) if page else None
    published = await desk.db.write(_publish, desk, today, drawn)
    reached("digest/after_commit")
    desk.to_send.set()
    return published


async def preview(desk: Desk, *, so_far: bool) -> tuple[str, list[Block]]:
    """Yesterday, or today so far, for whoever asks by command: with words for the chart, as nobody uploads one."""
    today = local_date(desk)
    day = today if so_far else _day_before(desk, today)
    page = await desk.db.read(morning.page_of, desk, day, Telling(desk.clock.now(), so_far=so_far))
    said = morning.words_of(page, desk)
    return page.card.text, [*page.card.above, *([context(escape(said))] if said else []), *page.card.below]


async def whole_day(desk: Desk, day: date) -> Block:
    """The rest of a day's figures as a dialog, counted anew."""
    return await desk.db.read(_whole_day, desk, day)


async def missing(desk: Desk) -> list[date]:
    """The dates whose digest is due and was not dealt with, oldest first; older than three days nobody reads one."""
    due = due_dates(desk, desk.clock.now())
    done = await desk.db.read(occurrences.done_since, NAME, due[0]) if due else set()
    return [day for day in due if day not in done]


def due_dates(desk: Desk, now: datetime) -> list[date]:
    """Today, if its digest is due, and the three days before it; a date that a zone skipped is none."""
    today = now.astimezone(desk.policy.zone).date()
    days = (today - timedelta(days=back) for back in range(_BACK_DAYS, -1, -1))
    return [day for day in days if _exists(desk, day) and due_at(desk, day) <= now]


def local_date(desk: Desk) -> date:
    """The shop's date."""
    return desk.clock.now().astimezone(desk.policy.zone).date()


def _morning(session: Session, desk: Desk, today: date) -> morning.Page | None:
    """The digest to publish; None on a shop's first morning, which has nothing to report."""
    if not figures.anything_before(session, today, desk.policy.zone):
        return None
    now, day = desk.clock.now(), _day_before(desk, today)
    told = replace(_told_now(desk, day, now), is_late=now - due_at(desk, today) > _LATE)
    return morning.page_of(session, desk, day, told)


def _publish(session: Session, desk: Desk, today: date, drawn: _Drawn | None) -> bool:
    """Win the date and enqueue what was drawn, if anything: the date is done either way."""
    now = desk.clock.now()
    if not occurrences.win(session, NAME, today, now) or drawn is None:
        return False
    card, picture = drawn.card, []
    if drawn.chart:
        png, said = drawn.chart
        picture = [picture_block(session, f"{NAME}-{today.isoformat()}.png", png, said, now)]
    outbox.enqueue(
        session,
        key=f"{NAME}:{today.isoformat()}",
        channel=desk.policy.shop.managers_channel,
        text=card.text,
        blocks=[*card.above, *picture, *card.below],
        now=now,
        rank=_RANK,
    )
    reached("digest/before_commit")
    return True


def _whole_day(session: Session, desk: Desk, day: date) -> Block:
    counted = morning.counted(session, desk, day)
    ids = {one for shown in counted.shown() for one in shown.case_ids}
    links = {file.case.id: desk.link(file.card) for file in case_lists.chosen(session, ids)}
    now = desk.clock.now()
    return day_view(counted, desk.look, links, _told_now(desk, day, now))


def _told_now(desk: Desk, day: date, now: datetime) -> Telling:
    """Days that are further back than yesterday are called by their date."""
    today = now.astimezone(desk.policy.zone).date()
    return Telling(now, so_far=day == today, by_date=day not in (today, _day_before(desk, today)))


def due_at(desk: Desk, today: date) -> datetime:
    """When today's digest is due, in UTC; a time that a clock change skips is taken as the moment after the gap."""
    return datetime.combine(today, desk.policy.digest.at, desk.policy.zone)


def _day_before(desk: Desk, day: date) -> date:
    """The local date before; Samoa had no 30 December 2011."""
    before = day - timedelta(days=1)
    return before if _exists(desk, before) else before - timedelta(days=1)


def _exists(desk: Desk, day: date) -> bool:
    noon = datetime.combine(day, time(12), desk.policy.zone)
    return noon.astimezone(UTC).astimezone(desk.policy.zone).date() == day
