"""Incident customers: what is said to all of them, whom it can be said to now, and who bought and is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.case import Actor, Order
from bot.case_file import CaseFile
from bot.incident_file import Buyers
from bot.rules import incidents as rules
from bot.rules.incidents import Incident
from bot.rules.lifecycle import ACTIVE
from bot.rules.refusals import Refusal
from bot.vocabulary import Action, Category, Channel, Manner
from handlers.casework.carry_out import ensure_may
from handlers.casework.desk import Desk
from handlers.casework.incident_steps import ensure_reason
from scripts_library.scripts import render
from storage import case_lists, incident_buyers, incident_cases, incidents
from storage.cases import count_once

_MOST = 30
Reach = tuple[list[CaseFile], list[tuple[CaseFile, Refusal]]]


@dataclass(frozen=True)
class Silent:
    """Who bought and has not complained: how many, on which days, and the numbers that are known, in full."""

    incident: Incident
    buyers: Buyers | None
    days: Sequence[tuple[date, int]]
    customers: Sequence[str]


def beginning_of_script(desk: Desk, one: Incident) -> str:
    """The common text as it is, or the category's contact script with holes for what is each customer's own."""
    if one.script:
        return one.script
    say, look = desk.look.say, desk.look
    script = desk.scripts[f"contact.{one.category or Category.PRODUCT_QUALITY}.wangwang.{Manner.SINCERE}"]
    facts = {name: say(f"incidents.hole_{name}") for name in ("customer", "agent", "words", "when")}
    own = {"shop": look.policy.store_name(one.store), "product": one.product or say("dialogs.contact.the_product")}
    return render(script, facts | own | {"slot": say("dialogs.contact.slot")})


def reachable(session: Session, desk: Desk, number: int, by: Actor) -> Reach:
    """Whom this person may write to now, and whom not and why: each customer's own quiet hours, caps and wishes."""
    open_now, refused = list[CaseFile](), list[tuple[CaseFile, Refusal]]()
    for file in _at_work(session, number):
        order = Order(Action.CONTACT_REACHED, by, desk.clock.now(), channel=Channel.WANGWANG)
        try:
            ensure_may(session, desk, file.case, order)
        except Refusal as why:
            refused.append((file, why))
        else:
            open_now.append(file)
    return open_now, refused


async def reveal_buyers(desk: Desk, number: int, by: Actor, reason: str, *, once: str) -> Silent:
    """Who bought and is silent; the look is in the timeline before this returns. Raises the `Refusal` that applies."""
    ensure_reason(number, reason)
    return await desk.db.write(_reveal_buyers, desk, number, by, reason, once)


def _at_work(session: Session, number: int) -> Sequence[CaseFile]:
    ids = incident_cases.case_ids_in(session, number)[-_MOST:]
    return [file for file in case_lists.chosen(session, ids) if file.case.status in ACTIVE]


def _reveal_buyers(session: Session, desk: Desk, number: int, by: Actor, reason: str, once: str) -> Silent:
    at = desk.clock.now()
    count_once(session, once, at)
    one = incidents.load(session, number)
    rules.ensure_theirs(one, by)
    incidents.note(session, number, "buyers", at=at, actor=by.user_id, facts={"note": reason})
    file = incident_cases.read_incident_file(session, one, at, desk.policy.zone)
    if file.buyers is None:
        return Silent(one, None, [], [])
    days = incident_buyers.silent_by_day(session, one, file.buyers)
    return Silent(one, file.buyers, days, incident_buyers.silent_by_name(session, one, file.buyers))
