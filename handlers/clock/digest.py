"""Digest: yesterday in the managers' channel, every morning, once per local date; what was missed is made up for."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from bot.cards.digest_card import digest_card
from bot.messenger import Block
from handlers.casework.desk import Desk
from storage import case_lists, figures, occurrences, outbox
from storage.failpoints import reached

NAME = "digest"
_RANK = 1
_BACK_DAYS = 3
_LATE = timedelta(hours=1)
_Drawn = tuple[str, list[Block]]


async def publish(desk: Desk, today: date) -> bool:
    """Put the digest of the day before `today` in the outbox, unless that has been done; whether it was done now."""
    drawn = await desk.db.read(_morning, desk, today)  # counting takes long on years of rows: nobody's write waits
    published = await desk.db.write(_publish, desk, today, drawn)
    reached("digest/after_commit")
    desk.to_send.set()
    return published


async def preview(desk: Desk, *, so_far: bool) -> _Drawn:
    """Yesterday, or today so far, for whoever asks by command."""
    today = local_date(desk)
    return await desk.db.read(_drawn, desk, today if so_far else _day_before(desk, today), so_far=so_far)


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


def _morning(session: Session, desk: Desk, today: date) -> _Drawn | None:
    """The digest to publish; None on a shop's first morning, which has nothing to report."""
    if not figures.anything_before(session, today, desk.policy.zone):
        return None
    is_late = desk.clock.now() - due_at(desk, today) > _LATE
    return _drawn(session, desk, _day_before(desk, today), so_far=False, is_late=is_late)


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
    reached("digest/before_commit")
    return True


def _drawn(session: Session, desk: Desk, day: date, *, so_far: bool, is_late: bool = False) -> _Drawn:
    counted = figures.day_figures(
        session, day, desk.policy.zone, desk.clock.now(), desk.policy.deadlines.follow_up_grace
    )
    ids = {one for shown in counted.shown() for one in shown.case_ids}
    links = {file.case.id: desk.link(file.card) for file in case_lists.chosen(session, ids)}
    return digest_card(counted, desk.look, links, so_far=so_far, is_late=is_late)


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
