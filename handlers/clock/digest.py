"""Digest: yesterday in the managers' channel, every morning, once per local date."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.cards.digest_card import digest_card
from bot.messenger import Block
from handlers.casework.desk import Desk
from storage import case_files, figures, occurrences, outbox

NAME = "digest"
_RANK = 1
_Drawn = tuple[str, list[Block]]


async def publish(desk: Desk, today: date) -> bool:
    """Put the digest of the day before `today` in the outbox, unless that has been done; whether it was done now."""
    drawn = await desk.db.read(_morning, desk, today)  # counting takes long on years of rows: nobody's write waits
    published = await desk.db.write(_publish, desk, today, drawn)
    desk.to_send.set()
    return published


async def preview(desk: Desk, *, so_far: bool) -> _Drawn:
    """Yesterday, or today so far, for whoever asks by command."""
    today = local_date(desk)
    return await desk.db.read(_drawn, desk, today if so_far else today - timedelta(days=1), so_far=so_far)


async def is_published(desk: Desk, today: date) -> bool:
    """Whether today's digest has been dealt with."""
    return await desk.db.read(occurrences.is_done, NAME, today)


def local_date(desk: Desk) -> date:
    """The shop's date."""
    return desk.clock.now().astimezone(desk.policy.zone).date()


def _morning(session: Session, desk: Desk, today: date) -> _Drawn | None:
    """The digest to publish; None on a shop's first morning, which has nothing to report."""
    if not figures.anything_before(session, today, desk.policy.zone):
        return None
    return _drawn(session, desk, today - timedelta(days=1), so_far=False)


def _publish(session: Session, desk: Desk, today: date, drawn: _Drawn | None) -> bool:
    """Win the date and enqueue what was drawn, if anything: the date is done either way."""
    now = desk.clock.now()
    if not occurrences.win(session, NAME, today, now) or drawn is None:
        return False
    text, blocks = drawn
    outbox.enqueue(
        session,
        key=f"{NAME}:{today.isoformat()}",
        channel=desk.policy.shop.managers_channel,
        text=text,
        blocks=blocks,
        now=now,
        rank=_RANK,
    )
    return True


def _drawn(session: Session, desk: Desk, day: date, *, so_far: bool) -> _Drawn:
    counted = figures.day_figures(
        session, day, desk.policy.zone, desk.clock.now(), desk.policy.deadlines.follow_up_grace
    )
    ids = {one for shown in counted.shown() for one in shown.case_ids}
    links = {file.case.id: desk.link(file.card) for file in case_files.chosen(session, ids)}
    return digest_card(counted, desk.look, links, so_far=so_far)


def due_at(desk: Desk, today: date) -> datetime:
    """When today's digest is due, in UTC; a time that a clock change skips is taken as the moment after the gap."""
    return datetime.combine(today, desk.policy.digest.at, desk.policy.zone)
