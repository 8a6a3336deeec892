"""Escalating: what a step says, to whom, in the thread and in the timeline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.cards.actions import Press
from bot.cards.blocks import joined, mention
from bot.cards.notice_card import case_name
from bot.case import Case
from bot.rules.audience import Audience
from bot.rules.escalation import Miss
from bot.vocabulary import Escalation, Level, Status, TimerKind
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, tell, tell_thread
from handlers.casework.story import owner_name
from scripts_library.wording import Token
from storage import case_files, escalations, timers
from storage.cases import append_event
from storage.escalations import DueStep

_ON_TIME = timedelta(minutes=2)
_REMINDERS = {
    Escalation.START: (TimerKind.START_WARN, TimerKind.START_OVERDUE),
    Escalation.CONTACT: (TimerKind.CONTACT_WARN, TimerKind.CONTACT_OVERDUE),
}


def write_step(
    session: Session, desk: Desk, case: Case, step: DueStep, whom: Audience, now: datetime, *, waited: bool
) -> dict[str, str]:
    """Write it into timeline and thread, and to everybody who is told: the message's key by place."""
    late, key = _late_minutes(step, now), f"step:{step.id}"
    facts = {"escalated_to": whom.level} | ({"late_minutes": late} if late else {})
    append_event(session, case, "escalated", at=now, actor=None, came_from=case.status, facts=facts)
    tell_thread(session, case, key, _thread_line(desk, whom, late), now)
    text = _sentence(session, desk, case, step, whom, now, waited=waited)
    for room in whom.rooms:
        assigns = whom.level is not Level.OWNER
        telling = Telling(key, room, text, _button(case, whom.level), about=step.miss.what, assigns=assigns)
        tell(session, desk, case, telling, now)
    return {room: f"to:{room}:{key}" for room in whom.rooms}


def told_together(desk: Desk, whom: Sequence[Audience], *, waited: bool) -> str:
    """What stands over a list of cases that rose to the same place at the same moment."""
    highest = max(whom, key=lambda one: one.level.rank)
    absent = tuple(dict.fromkeys(level for one in whom for level in one.absent))
    people = dict.fromkeys(user for one in whom if one.level is highest.level for user in one.people)
    everybody = replace(highest, people=tuple(people))
    facts = {"people": _pinged(everybody), "absent": _absent(desk, absent), "waited": waited}
    return desk.look.say.md(f"escalation.together_{highest.level}", **facts)


def _sentence(
    session: Session, desk: Desk, case: Case, step: DueStep, whom: Audience, now: datetime, *, waited: bool
) -> str:
    look, file = desk.look, case_files.read_file(session, case.id)
    reminded = [at for at in _reminded(session, desk, case, step.miss) if at < now]
    what = look.say.md(
        f"escalation.{step.miss.what}",
        case=case_name(file, look, desk.link(file.card)),
        due=look.day_time(step.miss.due_at),
        late=_length(desk, now - step.miss.due_at),
        owner=owner_name(desk, case),
        count=len(reminded),
        first=_since(desk, min(reminded), now) if reminded else "",
    )
    asked = look.say.md(
        f"escalation.ask_{_asked(case, whom.level)}",
        people=_pinged(whom),
        absent=_absent(desk, whom.absent),
        waited=waited,
    )
    late = _late_minutes(step, now)
    return f"{what}\n{asked}" + (look.say.md("story.thread.late", minutes=late) if late else "")


def _since(desk: Desk, first: datetime, now: datetime) -> Token:
    """The time alone where it was today."""
    zone, look = desk.policy.zone, desk.look
    is_today = first.astimezone(zone).date() == now.astimezone(zone).date()
    return look.time(first) if is_today else look.day_time(first)


def _length(desk: Desk, length: timedelta) -> str:
    """10 分钟, 1 小时, 1 小时 5 分."""
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    round_hours = hours < 24 and not minutes
    return desk.look.length(length) if not hours or round_hours else desk.look.spent(length)


def _asked(case: Case, level: Level) -> str:
    who = "owner" if level is Level.OWNER else "others"
    return f"{who}_claim" if case.status is Status.OPEN else f"{who}_contact"


def _reminded(session: Session, desk: Desk, case: Case, miss: Miss) -> list[datetime]:
    """When people were reminded of this deadline before."""
    since = miss.due_at - desk.policy.deadlines.warn_before
    fired = timers.fired(session, case.id, _REMINDERS[miss.what], since)
    return fired + escalations.told(session, case.id, miss)


def _thread_line(desk: Desk, whom: Audience, late: int) -> str:
    say = desk.look.say
    names = say("words.joint.list").join(desk.directory.name(user) for user in whom.people)
    line = say.md(
        "escalation.thread",
        absent=_absent(desk, whom.absent),
        reached=say(f"escalation.reached_{whom.level}"),
        names=names,
    )
    return line + (say.md("story.thread.late", minutes=late) if late else "")


def _button(case: Case, level: Level) -> Press | None:
    """Whoever leads gives a case in hand to somebody who can act now; everybody else takes the usual next step."""
    return Press.HAND_OVER if case.status is not Status.OPEN and level is not Level.OWNER else None


def _pinged(whom: Audience) -> Token:
    """In a channel those who are there are called; a private message calls by itself."""
    in_channel = whom.level in (Level.SUPERVISOR, Level.MANAGER)
    return joined([mention(user) for user in whom.people], " ") if in_channel and whom.people else Token("")


def _absent(desk: Desk, levels: Sequence[Level]) -> str:
    say = desk.look.say
    return say("words.joint.list").join(say(f"escalation.level_{level}") for level in levels)


def _late_minutes(step: DueStep, now: datetime) -> int:
    late = now - step.tell_at
    return round(late.total_seconds() / 60) if late > _ON_TIME else 0
