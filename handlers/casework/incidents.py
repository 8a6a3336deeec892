"""Incidents: like cases of a product are gathered as they come, in the transaction that opens or regrades a case."""

from datetime import datetime

import structlog
from sqlmodel import Session

from bot.case import Case
from bot.rules import incidents as rules
from bot.rules.incidents import Incident, IncidentStand
from bot.rules.lifecycle import ACTIVE
from bot.rules.likeness import WEEK, Complaint, belongs, gathered
from handlers.casework.desk import Desk
from handlers.casework.incident_upkeep import draw, keep, tell
from handlers.casework.settling import redraw
from storage import incident_cases, incidents
from storage.cases import append_event, load_case

log = structlog.get_logger()


def consider(session: Session, desk: Desk, case: Case, at: datetime) -> None:
    """A case is new, or is understood anew: it may join its product's incident, or make one together with others."""
    product = incident_cases.product_of(session, case.id)
    if product is None or (case.category is None and not case.safety):
        return
    store, sku, name = product
    incident_cases.lock_product(session, store, sku)
    if (its := incidents.of_case(session, case.id)) is not None:
        _stays(session, desk, its, case, at)
        return
    new = incident_cases.one_complaint(session, case.id)
    known = _running(incidents.running(session, store, sku), case)
    if known and known.stand is IncidentStand.OPEN and belongs(new, incident_cases.complaints_in(session, known.id)):
        _join(session, desk, known.id, (new,), case, at)
        return
    others = incident_cases.free_complaints(session, store, sku, new.at - WEEK)
    together = gathered(new, [one for one in others if one.case_id != new.case_id], desk.policy.incidents)
    if not together:
        return
    if known is None:
        blank = Incident(0, store, sku, name, case.category, opened_at=at, last_at=new.at, owner=case.owner)
        known = incidents.add(session, blank, None)
        if known is None:
            return  # another process without our lock had it; the next like case joins it
        incidents.note(session, known.id, "opened", at=at, actor=None, facts={})
        log.info("incident opened", incident=known.id, cases=len(together), category=case.category)
    _join(session, desk, known.id, together, case, at)


def reconsider(session: Session, desk: Desk, case: Case, at: datetime) -> None:
    """A person says that a case is about something else: it leaves what it is no part of, and may join another."""
    its = incidents.of_case(session, case.id)
    both_unsafe = its is not None and its.safety_at is not None and case.safety
    if its and its.category is not case.category and not both_unsafe and not its.is_closed:
        one = incidents.load(session, its.id)
        incident_cases.leave(session, case.id)
        incidents.note(session, one.id, "left", at=at, actor=None, facts={"case": case.id})
        keep(session, desk, rules.to_be_drawn(one, at))
    consider(session, desk, case, at)


def _running(known: list[Incident], case: Case) -> Incident | None:
    """The product's incident of this category; where both are of safety the category does not part them."""
    of_category = (one for one in known if one.category is case.category)
    of_safety = (one for one in known if case.safety and one.safety_at)
    return next(of_category, None) or next(of_safety, None)


def _join(session: Session, desk: Desk, number: int, together: tuple[Complaint, ...], case: Case, at: datetime) -> None:
    """Cases that were there before are locked before the incident: everybody locks in this order."""
    for other in sorted(one.case_id for one in together if one.case_id != case.id):
        older = load_case(session, other)
        _note_joined(session, older, number, at)
        if older.status in ACTIVE:
            redraw(session, desk, older, at)
    _note_joined(session, case, number, at)
    before = incidents.load(session, number)
    incident_cases.join(session, number, [one.case_id for one in together], at)
    one = rules.goes_on(before, max(each.at for each in together))
    is_new = before.drawn_at is None
    if before.stand is IncidentStand.QUIET:
        incidents.note(session, number, "woken", at=at, actor=None, facts={})
    if any(each.safety for each in together):
        one = _judged_anew(session, desk, one, at)
    became_unsafe = one.safety_at is not None and before.safety_at is None
    if not (is_new or became_unsafe):
        keep(session, desk, rules.to_be_drawn(one, at))
        return
    file = draw(session, desk, one, at)
    opened = "incidents.opened_unsafe" if became_unsafe else "incidents.opened"
    what = opened if is_new else "incidents.unsafe_now"
    tell(session, desk, file, what, desk.policy.shop.supervisors_channel, at)
    if is_new and file.buyers and file.buyers.silent and one.owner:
        tell(session, desk, file, "incidents.buyers_told", one.owner, at)


def _judged_anew(session: Session, desk: Desk, one: Incident, at: datetime) -> Incident:
    """It is a matter of safety as soon as enough of its cases are."""
    if one.safety_at or incident_cases.count_unsafe(session, one.id) < desk.policy.incidents.safety:
        return one
    incidents.note(session, one.id, "unsafe", at=at, actor=None, facts={})
    policy = desk.policy
    return rules.of_safety(one, at, policy.incidents, policy.zone, policy.calendar.is_worked)


def _note_joined(session: Session, case: Case, number: int, at: datetime) -> None:
    facts = {"incident": number}
    append_event(session, case, "incident_joined", at=at, actor=None, came_from=case.status, facts=facts)


def _stays(session: Session, desk: Desk, its: Incident, case: Case, at: datetime) -> None:
    """It was in one already; perhaps it is a matter of safety only now."""
    if its.is_closed or its.safety_at or not case.safety:
        return
    before = incidents.load(session, its.id)
    one = _judged_anew(session, desk, before, at)
    if one.safety_at and not before.safety_at:
        file = draw(session, desk, one, at)
        tell(session, desk, file, "incidents.unsafe_now", desk.policy.shop.supervisors_channel, at)
