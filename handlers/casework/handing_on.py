"""Handing on: all unfinished cases of one person go to another, or to the next shift; each as if by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.cards.lists import case_list
from bot.case import Actor, Case, Order
from bot.case_file import CaseFile
from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import AlreadyDone
from bot.rules.refusals.team import GivesToThemselves, LeadsOnly, NobodyToTake, NotOnTheTeam
from bot.vocabulary import Action, Role
from handlers.casework.carry_out import carry_out
from handlers.casework.desk import Desk
from handlers.casework.duty import choose, wanted_for
from handlers.casework.task_moving import move_tasks
from storage import briefings, case_lists, outbox
from storage.briefings import Handing

_CUT_OFF_AFTER = timedelta(minutes=2)
AT_ONCE = 25  # Slack waits three seconds for an answer
_EVERYTHING = 1000
Receiving = Callable[[Session, CaseFile], tuple[str | None, str]]  # who takes a case, and why or why nobody


@dataclass
class HandedOn:
    """What became of somebody's cases: numbers by receiver, those that stayed and why, and how many were not tried.

    `tasks` is how many of the tasks that they had by name went along; `left` counts those that were not tried too.
    """

    giver: str
    given: dict[str, list[int]] = field(default_factory=dict)
    stayed: list[Refusal] = field(default_factory=list)
    left: int = 0
    tasks: int = 0


def ensure_may_hand_on(by: Actor) -> None:
    """Raise `LeadsOnly` for whoever may not give away the cases of others."""
    if not by.is_at_least(Role.LEAD):
        raise LeadsOnly


async def hand_all(desk: Desk, giver: str, receiver: str, by: Actor, *, once: str) -> HandedOn:
    """All of somebody's to another, with call-backs to come and tasks. Raises the `Refusal` that applies to all."""
    ensure_may_hand_on(by)
    if giver == receiver:
        raise GivesToThemselves(receiver)
    if desk.policy.actor(receiver).role is None or receiver in desk.directory.gone:
        raise NotOnTheTeam(receiver)
    files = await desk.db.read(case_lists.cases_of, giver, _EVERYTHING)
    done = await _hand(desk, giver, files, lambda _session, _file: (receiver, ""), by, once)
    done.tasks, left = await move_tasks(desk, giver, receiver, by, once=once)
    done.left += left
    return done


async def hand_to_next_shift(desk: Desk, giver: str, as_of: datetime, *, once: str) -> HandedOn:
    """What one has not finished, each case to whoever the rule finds on duty at that moment."""

    def receiving(session: Session, file: CaseFile) -> tuple[str | None, str]:
        found = choose(session, desk, wanted_for(desk, file), as_of, besides=[giver])
        return found.owner, found.why

    files = await desk.db.read(case_lists.unfinished_of, giver)
    return await _hand(desk, giver, files, receiving, desk.policy.actor(giver), once)


async def _hand(desk: Desk, giver: str, files: list[CaseFile], receiving: Receiving, by: Actor, once: str) -> HandedOn:
    """Each in a transaction of its own: one that is refused holds up no other, and a second press finds the rest."""
    done, handing = HandedOn(giver, left=max(0, len(files) - AT_ONCE)), Handing(once, giver, by.user_id)
    for file in files[:AT_ONCE]:
        number = file.case.id
        try:
            receiver, why = await desk.db.read(receiving, file)
            if receiver is None:
                raise NobodyToTake(number, why)
            order = Order(Action.HAND_OVER, by, desk.clock.now(), to=receiver, because=why, giver=giver)
            also = None if receiver == by.user_id else partial(_note, handing, receiver, order.at + _CUT_OFF_AFTER)
            await carry_out(desk, number, [order], once=f"{once}:{number}", also=also)
            done.given.setdefault(receiver, []).append(number)
        except AlreadyDone:
            continue
        except Refusal as refused:
            done.stayed.append(refused)
    if done.given:
        await desk.db.write(_brief_all, desk, once)
        desk.to_send.set()
    return done


def brief(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """One message to a receiver: what it is, how grave, and what is due first; once, whoever comes first."""
    told = briefings.take(session, number)
    if told is None:
        return
    say = desk.look.say
    files = {file.case.id: file for file in case_lists.chosen(session, told.numbers)}
    in_order = [files[number] for number in told.numbers]
    if not told.by:
        title = say.md("rota.briefing_waited", count=len(in_order))
    else:
        key = "rota.briefing_own" if told.by == told.giver else "rota.briefing"
        names = {"by": desk.directory.name(told.by), "giver": desk.directory.name(told.giver)}
        title = say.md(key, count=len(in_order), **names)
    outbox.enqueue(
        session,
        key=f"briefing:{told.receiver}:{told.key}",
        channel=told.receiver,
        text=title,
        blocks=case_list(title, in_order, desk.look, desk.link, now, "", is_mine=True),
        now=now,
        rank=max(file.case.grade.rank for file in in_order),
    )


def _note(handing: Handing, receiver: str, due_at: datetime, session: Session, case: Case) -> None:
    """Should the process end before all are handed on, the receiver hears of those that were."""
    briefings.note(session, handing, receiver, case.id, due_at)


def _brief_all(session: Session, desk: Desk, once: str) -> None:
    for number in briefings.of_press(session, once):
        brief(session, desk, number, desk.clock.now())
