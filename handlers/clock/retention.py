"""Retention: once a day, what tells of customers and nobody needs any more is forgotten, a few rows at a time."""

from datetime import date, timedelta

import structlog
from sqlmodel import Session

from bot.rules import check_ins as check_in_rules
from handlers.casework import check_ins as asking
from handlers.casework.chats import LINES_KEPT
from handlers.casework.desk import Desk
from handlers.casework.team_strain import count_days
from storage import (
    buddies,
    chats,
    check_ins,
    drills,
    occurrences,
    pictures,
    private,
    purchases,
    retention,
    rota,
    strain,
)

log = structlog.get_logger()
_NAME = "retention"
_PICTURES_KEPT = timedelta(days=90)
_ROTA_KEPT = timedelta(days=90)
_QUESTIONS_KEPT = timedelta(days=2)
_BATCH = 100  # a short transaction: a press waits for no more than this
_LINES_BATCH = 1000


async def forget_old(desk: Desk, today: date) -> int:
    """Unless today's was done; how many reviews were masked. A break in the middle goes on at the next tick."""
    kept_for = desk.policy.privacy.contact_details
    if await desk.db.read(occurrences.is_done, _NAME, today):
        return 0
    forgotten = 0
    while some := await desk.db.write(retention.forget, desk.clock.now() - kept_for, desk.clock.now(), _BATCH):
        forgotten += some
    while await desk.db.write(purchases.forget_customers, desk.clock.now() - kept_for, _BATCH):
        pass
    while await desk.db.write(drills.forget_words, desk.clock.now() - kept_for, _BATCH):
        pass
    lines = await _forget_chats(desk)
    await desk.db.write(count_days, desk, today)
    while await desk.db.write(strain.forget, desk.clock.now() - strain.KEPT, _BATCH):
        pass
    await _forget_private(desk)
    await desk.db.write(_forget_people, desk, today)
    while await desk.db.write(pictures.forget, desk.clock.now() - _PICTURES_KEPT, _BATCH):
        pass
    while await desk.db.write(rota.forget, today - _ROTA_KEPT, _BATCH):
        pass
    await desk.db.write(_done, desk, today)
    if forgotten or lines:
        log.info("what nobody needs any more was forgotten", reviews=forgotten, chat_lines=lines)
    return forgotten


async def _forget_chats(desk: Desk) -> int:
    """The words of chats after a short time, the lines and mentions once no baseline needs them; the counts stay."""
    now, forgotten = desk.clock.now(), 0
    for forget, kept_for in ((chats.forget_words, desk.policy.signals.keep_lines), (chats.forget_lines, LINES_KEPT)):
        while some := await desk.db.write(forget, now - kept_for, _LINES_BATCH):
            forgotten += some
    return forgotten


async def _forget_private(desk: Desk) -> None:
    """Messages and presses whose keys tell of people; of questions it cannot be told which were answered."""
    now = desk.clock.now()
    while await desk.db.write(private.forget, now - strain.KEPT, _BATCH):
        pass
    while await desk.db.write(private.forget_questions, now - _QUESTIONS_KEPT, _BATCH):
        pass
    while await desk.db.write(asking.close_unanswered, desk, _BATCH):
        pass
    desk.to_send.set()


def _forget_people(session: Session, desk: Desk, today: date) -> None:
    """Private answers after three months, who asked whom after five weeks."""
    check_ins.forget(session, today - check_in_rules.KEPT)
    buddies.forget(session, desk.clock.now() - strain.KEPT)


def _done(session: Session, desk: Desk, today: date) -> None:
    occurrences.win(session, _NAME, today, desk.clock.now())
