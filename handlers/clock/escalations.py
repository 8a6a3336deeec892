"""Escalations: steps that fell due are looked at once more and told once; many for one place in one message."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import structlog
from sqlmodel import Session

from bot.case import Case
from bot.rules.escalation import Audience, audience, miss_of, told_at
from bot.vocabulary import Escalation
from handlers.casework.desk import Desk
from handlers.casework.duty import off_duty
from handlers.casework.escalating import told_together, write_step
from handlers.casework.settling import redraw
from storage import escalations, gathering
from storage.cases import load_case
from storage.escalations import DueStep
from storage.failpoints import reached
from storage.review_locks import lock_escalations
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 500


@dataclass(frozen=True)
class _Told:
    """A step as it was told: to whom, whether it waited through quiet hours, and the keys of its messages by place."""

    audience: Audience
    waited: bool
    keys: dict[str, str]


async def tell_due(desk: Desk) -> None:
    """Tell every step whose time has come. One that fails is logged and put off; it does not hold up the others."""
    while await desk.db.read(escalations.due, desk.clock.now(), 1):  # a look costs no write lock
        if not await desk.db.write(_tell_some, desk):
            return  # another process had them
        reached("escalation/after_commit")
        desk.to_send.set()


def _tell_some(session: Session, desk: Desk) -> int:
    lock_escalations(session)
    now = desk.clock.now()
    due = escalations.due(session, now, _BATCH)
    told = [one for case_id, steps in groupby(due, _case_of) if (one := _tried(session, desk, case_id, list(steps)))]
    _gather(session, desk, told, now)
    reached("escalation/before_commit")
    return len(due)


def _tried(session: Session, desk: Desk, case_id: int, steps: list[DueStep]) -> _Told | None:
    now = desk.clock.now()
    try:
        with session.begin_nested():
            return _told(session, desk, load_case(session, case_id), now)
    except Exception as failed:
        if is_the_databases(failed):
            raise  # its trouble is not this case's
        log.exception("an escalation failed", case=case_id)
        escalations.put_off(session, steps, now)
        return None


def _told(session: Session, desk: Desk, case: Case, now: datetime) -> _Told | None:
    """The highest of what is due is told, if anything; those below it are settled, and nobody hears them."""
    miss = miss_of(case)
    due = escalations.due_of(session, case.id, now)
    current = [step for step in due if step.miss == miss]
    moot = [step for step in due if step.miss != miss]
    if current and (until := desk.policy.rests_until(case.grade, now)):
        escalations.wait(session, current, until)
        current = []
    rising = sorted(current, key=lambda step: step.level.rank)
    for step in (*moot, *rising[:-1]):
        escalations.claim(session, step, now, None)
    return _step(session, desk, case, rising[-1], now) if rising else None


def _step(session: Session, desk: Desk, case: Case, step: DueStep, now: datetime) -> _Told | None:
    whom = audience(step.level, case.owner, desk.policy.levels(), off_duty(session, desk, now))
    if not escalations.claim(session, step, now, whom.level):
        return None
    waited = desk.policy.rests_until(case.grade, told_at(case.grade, step.due_at)) is not None
    keys = write_step(session, desk, case, step, whom, now, waited=waited)
    redraw(session, desk, case, now)
    log.info("escalated", case=case.id, level=whom.level, what=step.miss.what)
    return _Told(whom, waited, keys)


def _gather(session: Session, desk: Desk, told: Iterable[_Told], now: datetime) -> None:
    """What several cases say in one place at the same moment is one message there."""
    places: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        for room in one.keys:
            places[room].append(one)
    for room, many in places.items():
        if len(many) > 1:
            keys = [one.keys[room] for one in many]
            text = told_together(desk, [one.audience for one in many], waited=any(one.waited for one in many))
            gathering.bring_together(session, room, keys, now, about=Escalation.MANY, told=text)


def _case_of(step: DueStep) -> int:
    return step.case_id
