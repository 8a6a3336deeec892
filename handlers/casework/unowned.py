"""Unowned: a case that nobody could be given goes to somebody as soon as there is one; the supervisors knew at once.

Only in a shop that keeps a rota: elsewhere owner and deputy are asked once, and any agent may claim.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.cards.notice_card import case_name, settled_blocks
from bot.case import Case
from bot.rules.assignment import NOBODY, Why
from bot.rules.working_days import DAY
from bot.vocabulary import Status
from handlers.casework import incident_upkeep
from handlers.casework.desk import Desk
from handlers.casework.duty import give, somebody_comes, wanted_for
from handlers.casework.settling import settle, tell_thread
from handlers.casework.strain import came_to
from storage import briefings, case_files, outbox, people, unowned
from storage.briefings import Handing
from storage.cases import append_event, load_case, save_case
from storage.review_locks import lock_assignments
from storage.trouble import is_the_databases

log = structlog.get_logger()
_AGAIN = timedelta(minutes=30)  # a limit or a pause says nothing when it is over
_MOST = 50


def wait_for_somebody(
    session: Session, desk: Desk, case: Case, why: str, now: datetime, *, besides: str | None = None
) -> None:
    """Nobody could be given this case: it is tried again when somebody comes; `besides` has given it back."""
    if not desk.policy.keeps_a_rota or case.owner or case.status is not Status.OPEN:
        return
    comes = somebody_comes(session, desk, now) or now + DAY
    until = comes if why == Why.NOBODY_ON_DUTY else min(comes, now + _AGAIN)
    unowned.wait(session, case.id, until, besides)


def has_somebody(session: Session, desk: Desk, case: Case) -> None:
    """Whoever was asked to find somebody reads that there is somebody, and presses nothing in vain."""
    file = case_files.read_file(session, case.id)
    link = desk.link(file.card)
    name, owner = case_name(file, desk.look, link), desk.directory.name(case.owner or "")
    text = desk.look.say.md("story.room.has_owner", case=name, owner=owner)
    outbox.settle(session, case.id, NOBODY, text=text, blocks=settled_blocks(text, file, desk.look, link))


def came_back(session: Session, user_id: str, now: datetime) -> None:
    """Somebody is on duty again, and may be given what waits."""
    people.sign_off(session, user_id, None)
    unowned.wake(session, now)


async def appoint_due(desk: Desk) -> None:
    """Give away what waits where its moment has come; one that fails is put off, and holds up no other.

    A case a transaction: presses come in between.
    """
    while desk.policy.keeps_a_rota and (due := await desk.db.read(unowned.due, desk.clock.now(), _MOST)):
        for number in due:
            try:
                await desk.db.write(_appoint, desk, number)
            except Exception as failed:
                if is_the_databases(failed):
                    raise  # its trouble is not this case's
                log.exception("a case that waits for an owner failed and is put off", case=number)
                await desk.db.write(unowned.put_off, number, desk.clock.now())
        desk.to_send.set()


def next_due(session: Session, desk: Desk) -> datetime | None:
    """The next moment at which somebody is looked for."""
    return unowned.next_due(session) if desk.policy.keeps_a_rota else None


def _appoint(session: Session, desk: Desk, number: int) -> None:
    now = desk.clock.now()
    lock_assignments(session)  # before the case, as whoever gives new ones does
    case = load_case(session, number)
    waits, besides = unowned.take(session, number)
    if not waits or case.owner or case.status is not Status.OPEN:
        return
    wanted = wanted_for(desk, case_files.read_file(session, number))
    found = give(session, desk, wanted, now, besides=[besides] if besides else [])
    if found.owner is None:
        wait_for_somebody(session, desk, case, found.why, now, besides=besides)
        return
    after = replace(case, owner=found.owner, version=case.version + 1)
    save_case(session, case, after)
    case_files.note_assignment(session, number, found.why)
    facts = {"to": found.owner}
    event_id = append_event(session, after, "appointed", at=now, actor=None, came_from=case.status, facts=facts)
    line = desk.look.say.md("story.thread.appointed", to=desk.directory.name(found.owner))
    tell_thread(session, after, f"event:{event_id}", line, now)
    settle(session, desk, after, now)
    has_somebody(session, desk, after)
    incident_upkeep.note_change(session, desk, number, now)
    briefings.note(session, Handing(f"appointed:{now:%Y%m%dT%H%M}", "", ""), found.owner, number, now)
    came_to(session, desk, after, now, by_desk=True)
    log.info("case appointed", case=number, owner=found.owner)
