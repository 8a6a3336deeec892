"""Reminders: timers that fell due are re-checked and, if still called for, told once; late ones say so."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.cards.notice_card import case_name
from bot.case import Case
from bot.rules.deadlines import is_moot, missed
from bot.vocabulary import TimerKind
from handlers.casework import compensation
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, settle, tell, tell_thread
from handlers.casework.story import owner_name, timer_listeners
from storage import case_files, timers
from storage.cases import append_event, load_case, save_case
from storage.failpoints import reached
from storage.timers import DueTimer
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 10  # in one transaction: a press waits for no more than that
_ON_TIME = timedelta(minutes=2)
_WARNINGS = frozenset({TimerKind.START_WARN, TimerKind.CONTACT_WARN})


async def fire_due(desk: Desk) -> int:
    """Fire every timer whose time has come, some together in a transaction; how many were looked at.

    One that fails is logged and put off; it does not hold up the others. They leave when all have fired: many of a kind
    are one message.
    """
    looked_at = 0
    try:
        while await desk.db.read(timers.due_timers, desk.clock.now(), 1):  # a look costs no write lock
            taken = await desk.db.write(_fire_some, desk)
            reached("timer/after_commit")
            looked_at += taken
            if not taken:  # another process has them
                break
    finally:
        desk.to_send.set()
    return looked_at


def _fire_some(session: Session, desk: Desk) -> int:
    due = timers.take_due(session, desk.clock.now(), _BATCH)
    for timer in due:
        try:
            with session.begin_nested():
                _fire(session, desk, timer)
        except Exception as failed:
            if is_the_databases(failed):
                raise  # its trouble is not this timer's
            log.exception("a reminder failed", case=timer.case_id, kind=timer.kind)
            timers.put_off(session, timer, desk.clock.now())
    reached("timer/before_commit")
    return len(due)


def _fire(session: Session, desk: Desk, timer: DueTimer) -> None:
    now = desk.clock.now()
    case = load_case(session, timer.case_id)
    moot = is_moot(case, timer.kind, desk.policy.deadlines) or case.generation != timer.generation
    moot = moot or (timer.kind in _WARNINGS and now >= _deadline(case, timer))  # after downtime: too late to warn
    if not timers.claim_timer(session, timer, now, moot=moot) or moot:
        return
    after = missed(case, timer.kind, now)
    if timer.kind is TimerKind.APPROVAL_LATE:
        after = compensation.late(session, desk, after, now)
    if after is not case:
        save_case(session, case, after)
    late = now - timer.due_at
    minutes = round(late.total_seconds() / 60) if late > _ON_TIME else 0
    facts = {"late_minutes": minutes} if minutes else {}
    event_id = append_event(session, after, timer.kind, at=now, actor=None, came_from=case.status, facts=facts)
    settle(session, desk, after, now, since=timer.due_at)
    _tell(session, desk, after, timer, event_id, minutes)
    log.info("reminder", case=case.id, kind=timer.kind, late_minutes=minutes)


def _tell(session: Session, desk: Desk, case: Case, timer: DueTimer, event_id: int, late_minutes: int) -> None:
    now, say = desk.clock.now(), desk.look.say
    late = say.md("story.thread.late", minutes=late_minutes) if late_minutes else ""
    tell_thread(session, case, f"event:{event_id}", say.md(f"story.thread.{timer.kind}") + late, now)
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    due = desk.look.day_time(_deadline(case, timer))
    for to, key in timer_listeners(desk, case, timer.kind):
        text = say.md(key, case=name, due=due, owner=owner_name(desk, case)) + late
        tell(session, desk, case, Telling(f"event:{event_id}", to, text, about=timer.kind), now)


def _deadline(case: Case, timer: DueTimer) -> datetime:
    """What the reminder is about: the deadline itself, not the moment of the reminder."""
    deadlines = {
        TimerKind.START_WARN: case.start_due_at,
        TimerKind.START_OVERDUE: case.start_due_at,
        TimerKind.CONTACT_WARN: case.contact_due_at,
        TimerKind.CONTACT_OVERDUE: case.contact_due_at,
        TimerKind.FOLLOW_UP_OVERDUE: case.follow_up_due_at,
    }
    return deadlines.get(timer.kind) or timer.due_at
