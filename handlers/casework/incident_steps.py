"""Incident steps: what people do about an incident: claim all, write the common text, decide about the sale, end it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.case import Actor, Order
from bot.case_file import CaseFile
from bot.incident_file import Buyers
from bot.rules import incidents as rules
from bot.rules.incidents import Incident, LegalEnd
from bot.rules.lifecycle import ACTIVE
from bot.rules.refusals import IncidentReason, NothingToClaim, Refusal
from bot.vocabulary import Action, Category, Channel, Manner
from handlers.casework.carry_out import carry_out, ensure_may
from handlers.casework.desk import Desk
from handlers.casework.incidents import draw, tell
from scripts_library.scripts import render
from storage import case_lists, incident_buyers, incident_cases, incidents
from storage.cases import count_once

AT_ONCE = 30  # cases that one press claims: Slack waits three seconds for its answer
_LEAST_REASON = 2
Change = Callable[[Incident, datetime], Incident]
Refused = tuple[int, Refusal]
Reach = tuple[list[CaseFile], list[tuple[CaseFile, Refusal]]]


@dataclass(frozen=True)
class Claimed:
    """What came of claiming all: the cases that are the presser's now, and why others are not."""

    cases: tuple[int, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Silent:
    """Who bought and has not complained: how many, on which days, and the numbers that are known, in full."""

    incident: Incident
    buyers: Buyers | None
    days: Sequence[tuple[date, int]]
    customers: Sequence[str]


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


async def write_script(desk: Desk, number: int, by: Actor, text: str, *, once: str) -> Incident:
    """What everybody says to these customers. Raises the `Refusal` that applies."""
    return await _change(desk, number, "scripted", lambda one, _: rules.scripted(one, by, text), by, once, note=text)


async def ask_to_stop(desk: Desk, number: int, by: Actor, *, once: str) -> Incident:
    """A supervisor suggests to the managers to stop the sale. Raises the `Refusal` that applies."""
    return await _change(desk, number, "stop_asked", lambda one, _: rules.stop_asked(one, by), by, once)


async def stop(desk: Desk, number: int, by: Actor, reason: str, *, once: str) -> Incident:
    """The product is off sale. Raises the `Refusal` that applies."""
    return await _change(
        desk, number, "stopped", lambda one, at: rules.stopped(one, by, at, reason), by, once, note=reason
    )


async def decline(desk: Desk, number: int, by: Actor, end: LegalEnd, reason: str, *, once: str) -> Incident:
    """It stays on sale, for a reason. Raises the `Refusal` that applies."""
    _ensure_reason(number, reason)
    return await _change(
        desk, number, "declined", lambda one, at: rules.declined(one, by, at, end, reason), by, once, note=reason
    )


async def reach_out(desk: Desk, number: int, by: Actor, *, once: str) -> Incident:
    """Those who bought and are silent were spoken to. Raises the `Refusal` that applies."""
    return await _change(desk, number, "reached_out", lambda one, at: rules.reached_out(one, by, at), by, once)


async def reveal_buyers(desk: Desk, number: int, by: Actor, reason: str, *, once: str) -> Silent:
    """Who bought and is silent; the look is in the timeline before this returns. Raises the `Refusal` that applies."""
    _ensure_reason(number, reason)
    return await desk.db.write(_reveal_buyers, desk, number, by, reason, once)


async def close(desk: Desk, number: int, by: Actor, outcome: str, *, once: str) -> Incident:
    """What came of it. Raises the `Refusal` that applies."""
    _ensure_reason(number, outcome)
    return await _change(
        desk, number, "closed", lambda one, at: rules.closed(one, by, at, outcome), by, once, note=outcome
    )


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


def note_evidence(session: Session, desk: Desk, number: int, by: Actor, once: str) -> Incident:
    """Somebody asked for the evidence pack: that is kept too."""
    at = desk.clock.now()
    count_once(session, once, at)
    one = incidents.find(session, number)
    incidents.note(session, number, "evidence", at=at, actor=by.user_id, facts={})
    return one


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


def _at_work(session: Session, number: int) -> Sequence[CaseFile]:
    ids = incident_cases.case_ids_in(session, number)[-AT_ONCE:]
    return [file for file in case_lists.chosen(session, ids) if file.case.status in ACTIVE]


def _begin_claiming(session: Session, desk: Desk, number: int, once: str) -> list[int]:
    count_once(session, once, desk.clock.now())
    one = incidents.load(session, number)
    rules.ensure_going(one)
    waiting = incident_cases.case_ids_in(session, number, unclaimed=True)[:AT_ONCE]
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


async def _change(
    desk: Desk, number: int, what: str, change: Change, by: Actor, once: str, *, note: str = ""
) -> Incident:
    after = await desk.db.write(_changed, desk, number, what, change, by, once, note)
    desk.to_send.set()
    return after


def _changed(
    session: Session, desk: Desk, number: int, what: str, change: Change, by: Actor, once: str, note: str
) -> Incident:
    at = desk.clock.now()
    count_once(session, once, at)
    after = change(incidents.load(session, number), at)
    facts = {"note": note} | ({"end": after.legal_end} if what in ("stopped", "declined") else {})
    incidents.note(session, number, what, at=at, actor=by.user_id, facts=facts)
    file = draw(session, desk, after, at)
    if what == "stop_asked":
        tell(session, desk, file, "incidents.asks_stop", desk.policy.shop.managers_channel, at, by=by.user_id)
    return file.incident


def _ensure_reason(number: int, reason: str) -> None:
    if len(reason) < _LEAST_REASON:
        raise IncidentReason(number)
