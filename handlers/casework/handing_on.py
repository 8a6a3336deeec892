"""Handing on: all unfinished cases of one person go to another, or to the next shift; each as if by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from bot.cards.lists import case_list
from bot.case import Actor, Order
from bot.case_file import CaseFile
from bot.rules.lifecycle import ACTIVE
from bot.rules.refusals import AlreadyDone, GivesToThemselves, LeadsOnly, NobodyToTake, NotOnTheTeam, Refusal
from bot.vocabulary import Action, Role
from handlers.casework.carry_out import carry_out
from handlers.casework.desk import Desk
from handlers.casework.duty import choose, wanted_for
from storage import case_lists, outbox

AT_ONCE = 50  # Slack waits three seconds for an answer
_EVERYTHING = 1000
Receiving = Callable[[Session, CaseFile], tuple[str | None, str]]  # who takes a case, and why or why nobody


@dataclass
class HandedOn:
    """What became of somebody's cases: numbers by receiver, those that stayed and why, and how many were not tried."""

    giver: str
    given: dict[str, list[int]] = field(default_factory=dict)
    stayed: list[Refusal] = field(default_factory=list)
    left: int = 0


def ensure_may_hand_on(by: Actor) -> None:
    """Raise `LeadsOnly` for whoever may not give away the cases of others."""
    if not by.is_at_least(Role.LEAD):
        raise LeadsOnly


async def hand_all(desk: Desk, giver: str, receiver: str, by: Actor, *, once: str) -> HandedOn:
    """All of somebody's to somebody else, call-backs to come with them. Raises the `Refusal` that applies to all."""
    ensure_may_hand_on(by)
    if giver == receiver:
        raise GivesToThemselves(receiver)
    if desk.policy.actor(receiver).role is None or receiver in desk.directory.gone:
        raise NotOnTheTeam(receiver)
    files = await desk.db.read(case_lists.cases_of, giver, _EVERYTHING)
    return await _hand(desk, giver, files, lambda _session, _file: (receiver, ""), by, once)


async def hand_to_next_shift(desk: Desk, giver: str, as_of: datetime, *, once: str) -> HandedOn:
    """What one has not finished, each case to whoever the rule finds on duty at that moment."""

    def receiving(session: Session, file: CaseFile) -> tuple[str | None, str]:
        found = choose(session, desk, wanted_for(desk, file), as_of, besides=[giver])
        return found.owner, found.why

    files = await desk.db.read(unfinished_of, giver)
    return await _hand(desk, giver, files, receiving, desk.policy.actor(giver), once)


def unfinished_of(session: Session, user_id: str) -> list[CaseFile]:
    """What somebody still works on, by due time; a call-back to come is no work of today."""
    return [file for file in case_lists.cases_of(session, user_id, _EVERYTHING) if file.case.status in ACTIVE]


async def _hand(desk: Desk, giver: str, files: list[CaseFile], receiving: Receiving, by: Actor, once: str) -> HandedOn:
    """Each in a transaction of its own: one that is refused holds up no other, and a second press finds the rest."""
    done = HandedOn(giver, left=max(0, len(files) - AT_ONCE))
    for file in files[:AT_ONCE]:
        number = file.case.id
        try:
            receiver, why = await desk.db.read(receiving, file)
            if receiver is None:
                raise NobodyToTake(number, why)
            order = Order(Action.HAND_OVER, by, desk.clock.now(), to=receiver, because=why, giver=giver)
            await carry_out(desk, number, [order], once=f"{once}:{number}")
            done.given.setdefault(receiver, []).append(number)
        except AlreadyDone:
            continue
        except Refusal as refused:
            done.stayed.append(refused)
    if done.given:
        await desk.db.write(_brief, desk, done, by, once)
        desk.to_send.set()
    return done


def _brief(session: Session, desk: Desk, done: HandedOn, by: Actor, once: str) -> None:
    """One message to each receiver: what it is, how grave, and what is due first."""
    say, now = desk.look.say, desk.clock.now()
    for receiver, numbers in done.given.items():
        if receiver == by.user_id:
            continue
        files = {file.case.id: file for file in case_lists.chosen(session, numbers)}
        in_order = [files[number] for number in numbers]
        key = "rota.briefing_own" if by.user_id == done.giver else "rota.briefing"
        names = {"by": desk.directory.name(by.user_id), "giver": desk.directory.name(done.giver)}
        title = say.md(key, count=len(numbers), **names)
        drawn = case_list(title, in_order, desk.look, desk.link, now, "", is_mine=True)
        rank = max(file.case.grade.rank for file in in_order)
        outbox.enqueue(
            session,
            key=f"briefing:{receiver}:{once}",
            channel=receiver,
            text=title,
            blocks=drawn,
            now=now,
            rank=rank,
        )
