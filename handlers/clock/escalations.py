"""Escalations: steps that fell due are looked at once more and told once; many for one place in one message."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from sqlmodel import Session

from bot.case import Case
from bot.rules.audience import Audience, Presence, audience, patient_audience
from bot.rules.escalation import miss_of, told_at
from bot.vocabulary import Escalation, Grade, Level
from handlers.casework.desk import Desk
from handlers.casework.duty import presence
from handlers.casework.escalating import told_together, write_step
from handlers.casework.settling import redraw
from storage import escalations, gathering
from storage.cases import load_case
from storage.escalations import DueStep
from storage.failpoints import reached
from storage.review_locks import lock_escalations
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 10  # cases in one transaction: a press waits for no more than that
_MEANWHILE = timedelta(seconds=5)
_STEPS = _BATCH * len(Level)


@dataclass(frozen=True)
class _Told:
    """A step as it was told: to whom, whether it waited through quiet hours, and the keys of its messages by place."""

    audience: Audience
    waited: bool
    keys: dict[str, str]


async def tell_due(desk: Desk) -> None:
    """Tell every step whose time has come. One that fails is logged and put off; it does not hold up the others.

    Of many, some at a time, and presses come in between. What they say in one place is one message all the same: it
    leaves when all are told.
    """
    places: dict[str, list[_Told]] = defaultdict(list)
    try:
        while await desk.db.read(escalations.due, desk.clock.now(), 1):  # a look costs no write lock
            told, looked_at = await desk.db.write(_tell_some, desk, places)
            if not looked_at:
                return  # another process had them
            for one in told:
                for room in one.keys:
                    places[room].append(one)
            reached("escalation/after_commit")
    finally:
        desk.to_send.set()


def _tell_some(session: Session, desk: Desk, before: Mapping[str, Sequence[_Told]]) -> tuple[list[_Told], int]:
    """Those told now, and how many cases were looked at; `before` is what this run has told in each place already."""
    lock_escalations(session)
    now = desk.clock.now()
    due = [(case_id, list(steps)) for case_id, steps in groupby(escalations.due(session, now, _STEPS), _case_of)]
    present = presence(session, desk, now)
    told = [one for case_id, steps in due[:_BATCH] if (one := _tried(session, desk, case_id, steps, present))]
    _gather(session, desk, told, before, now, more=len(due) > _BATCH)
    reached("escalation/before_commit")
    return told, len(due)


def _tried(session: Session, desk: Desk, case_id: int, steps: list[DueStep], present: Presence) -> _Told | None:
    now = desk.clock.now()
    try:
        with session.begin_nested():
            return _told(session, desk, load_case(session, case_id), present, now)
    except Exception as failed:
        if is_the_databases(failed):
            raise  # its trouble is not this case's
        log.exception("an escalation failed", case=case_id)
        escalations.put_off(session, steps, now)
        return None


def _told(session: Session, desk: Desk, case: Case, present: Presence, now: datetime) -> _Told | None:
    """The highest of what is due and finds somebody is told, if anything; those below are settled, and nobody hears."""
    miss = miss_of(case)
    due = escalations.due_of(session, case.id, now)
    rising = sorted((step for step in due if step.miss == miss), key=lambda step: step.level.rank)
    for step in due:
        if step.miss != miss:
            escalations.claim(session, step, now, None)
    if rising and (until := desk.policy.rests_until(case.grade, now)):
        escalations.wait(session, rising, until)
        return None
    while rising:
        step = rising.pop()
        whom = _whom(session, desk, case, step, present)
        if isinstance(whom, datetime):
            escalations.wait(session, [step], whom)
        elif whom is None:
            escalations.claim(session, step, now, None)
        else:
            for below in rising:
                escalations.claim(session, below, now, None)
            return _step(session, desk, case, step, whom, now)
    return None


def _whom(session: Session, desk: Desk, case: Case, step: DueStep, present: Presence) -> Audience | datetime | None:
    """What is urgent finds somebody now; the rest waits for its level, if that comes before the day's quiet hours."""
    team = desk.policy.levels()
    if case.grade is Grade.URGENT:
        return audience(step.level, case.owner, team, present.off)
    ladder = escalations.ladder_of(session, case.id)
    coming = {user: at for user, at in present.coming.items() if not desk.policy.rests_until(case.grade, at)}
    top = ladder.top if ladder else Level.MANAGER
    return patient_audience(step.level, top, case.owner, team, replace(present, coming=coming))


def _step(session: Session, desk: Desk, case: Case, step: DueStep, whom: Audience, now: datetime) -> _Told | None:
    if not escalations.claim(session, step, now, whom.level):
        return None
    waited = desk.policy.rests_until(case.grade, told_at(case.grade, step.due_at)) is not None
    keys = write_step(session, desk, case, step, whom, now, waited=waited)
    redraw(session, desk, case, now)
    log.info("escalated", case=case.id, level=whom.level, what=step.miss.what)
    return _Told(whom, waited, keys)


def _gather(
    session: Session,
    desk: Desk,
    told: Iterable[_Told],
    before: Mapping[str, Sequence[_Told]],
    now: datetime,
    *,
    more: bool,
) -> None:
    """What several cases say in one place at the same moment is one message there, which waits while more are told."""
    places: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        for room in one.keys:
            places[room].append(one)
    leaves = now + _MEANWHILE if more else now
    for room in {*places, *before}:
        many = [*before.get(room, ()), *places.get(room, ())]
        keys = [one.keys[room] for one in many[-gathering.MOST_IN_SUMMARY :]]
        text = told_together(desk, [one.audience for one in many], waited=any(one.waited for one in many))
        gathering.bring_together(session, room, keys, now, about=Escalation.MANY, told=text, leaves=leaves)


def _case_of(step: DueStep) -> int:
    return step.case_id
