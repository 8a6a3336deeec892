"""Incident claiming: every case that nobody has begun is claimed for one person, each as if pressed on its card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.case import Actor, Order
from bot.rules import incidents as rules
from bot.rules.refusals import Refusal
from bot.rules.refusals.incidents import NothingToClaim
from bot.vocabulary import Action
from handlers.casework.carry_out import carry_out
from handlers.casework.desk import Desk
from handlers.casework.incident_upkeep import draw
from storage import incident_cases, incidents
from storage.cases import count_once

_AT_ONCE = 30  # cases that one press claims: Slack waits three seconds for its answer
Refused = tuple[int, Refusal]


@dataclass(frozen=True)
class Claimed:
    """What came of claiming all: the cases that are the presser's now, and why others are not."""

    cases: tuple[int, ...]
    refused: tuple[Refused, ...]


async def claim_all(desk: Desk, number: int, by: Actor, *, once: str) -> Claimed:
    """Claim every case that nobody has begun, each by itself, as if pressed on its card. Raises the `Refusal`."""
    waiting = await desk.db.write(_begin_claiming, desk, number, once)
    claimed, refused = list[int](), list[Refused]()
    for case_id in waiting:
        order = Order(Action.CLAIM, by, desk.clock.now())
        try:
            await carry_out(desk, case_id, [order], once=f"{once}:{case_id}")
        except Refusal as why:
            refused.append((case_id, why))
        else:
            claimed.append(case_id)
    await desk.db.write(_end_claiming, desk, number, by, claimed)
    desk.to_send.set()
    return Claimed(tuple(claimed), tuple(refused))


def _begin_claiming(session: Session, desk: Desk, number: int, once: str) -> list[int]:
    count_once(session, once, desk.clock.now())
    one = incidents.load(session, number)
    rules.ensure_going(one)
    waiting = incident_cases.case_ids_in(session, number, unclaimed=True)[:_AT_ONCE]
    if not waiting:
        raise NothingToClaim(number)
    return waiting


def _end_claiming(session: Session, desk: Desk, number: int, by: Actor, claimed: Sequence[int]) -> None:
    """Whoever takes its cases answers for the incident, unless its owner has begun."""
    at = desk.clock.now()
    one = incidents.load(session, number)
    if claimed:
        if one.owner is None or not incident_cases.has_begun(session, number, one.owner):
            one = replace(one, owner=by.user_id)
        incidents.note(session, number, "claimed", at=at, actor=by.user_id, facts={"cases": list(claimed)})
    draw(session, desk, one, at)
