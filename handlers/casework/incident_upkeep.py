"""Incident upkeep: an incident's card is kept in step with its cases, the law's clock is heard, rooms are told once."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.cards.incident_card import incident_card, incident_name, notice
from bot.incident_file import IncidentFile
from bot.rules import incidents as rules
from bot.rules.incidents import Incident, LegalStep
from bot.vocabulary import Grade
from handlers.casework.desk import Desk
from scripts_library.wording import Token
from storage import incident_cases, incidents, outbox

_LEGAL = {
    LegalStep.HALF: "incidents.legal_half",
    LegalStep.LAST_DAY: "incidents.legal_last_day",
    LegalStep.MISSED: "incidents.legal_over",
}


def note_change(session: Session, desk: Desk, case_id: int, at: datetime) -> None:
    """A case is another now: the card of its incident says so within a minute."""
    its = incidents.of_case(session, case_id)
    if its is None or its.redraw_at or its.is_closed:
        return
    keep(session, desk, rules.to_be_drawn(incidents.load(session, its.id), at))


def wake(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Do what is due about an incident, if it still is."""
    one = incidents.load(session, number)
    due = _wakes_at(desk, one)
    if due is None or due > now:
        keep(session, desk, one)
        return
    after = _legal(session, desk, rules.quiet(one, now), now)
    if after.stand is not one.stand:
        incidents.note(session, number, "quiet", at=now, actor=None, facts={})
    draw(session, desk, after, now)


def draw(session: Session, desk: Desk, one: Incident, at: datetime) -> IncidentFile:
    """Save it, and have its card say what is so now."""
    after = replace(one, drawn_at=at, redraw_at=None)
    keep(session, desk, after)
    file = incident_cases.read_incident_file(session, after, at, desk.policy.zone)
    text, blocks = incident_card(file, desk.look, desk.link)
    key = incident_cases.card_key(one.id)
    if one.drawn_at is None:
        channel, rank = desk.policy.channel_of(one.store), _rank(file)
        outbox.enqueue(session, key=key, channel=channel, text=text, blocks=blocks, now=at, rank=rank)
    else:
        outbox.rewrite(session, key, text=text, blocks=blocks)
    return file


def keep(session: Session, desk: Desk, one: Incident) -> None:
    """Save it with the next moment at which something is to be done."""
    incidents.save(session, one, _wakes_at(desk, one))


def tell(session: Session, desk: Desk, file: IncidentFile, what: str, to: str, at: datetime, *, by: str = "") -> None:
    """A sentence about an incident to a room, once."""
    look, one = desk.look, file.incident
    due = look.day_time(one.legal_due_at) if one.legal_due_at else ""
    facts = {"due": due, "by": look.name(by), "silent": file.buyers.silent if file.buyers else 0}
    text = Token(look.say.md(what, name=incident_name(file, look, desk.link), **facts))
    key = f"incident:{one.id}:{what}:{to}"
    outbox.enqueue(session, key=key, channel=to, text=text, blocks=notice(text, one.id, look), now=at, rank=_rank(file))


def _legal(session: Session, desk: Desk, one: Incident, now: datetime) -> Incident:
    """What was slept through is said as it is now: only the last of it."""
    policy = desk.policy
    coming = rules.legal_next(one, policy.incidents, policy.zone, policy.calendar.is_worked)
    due = [(at, step) for at, step in coming if at <= now]
    if not due:
        return one
    at, step = due[-1]
    file = incident_cases.read_incident_file(session, one, now, desk.policy.zone)
    incidents.note(session, one.id, "legal", at=now, actor=None, facts={"step": step})
    tell(session, desk, file, _LEGAL[step], desk.policy.shop.supervisors_channel, now)
    if step is LegalStep.MISSED:
        tell(session, desk, file, _LEGAL[step], desk.policy.shop.managers_channel, now)
    return replace(one, legal_told_at=at)


def _rank(file: IncidentFile) -> int:
    """Before the cards of its cases: whoever has seen it handles them otherwise."""
    return Grade.URGENT.rank if file.incident.safety_at else max(file.grade.rank, Grade.IMPORTANT.rank)


def _wakes_at(desk: Desk, one: Incident) -> datetime | None:
    policy = desk.policy
    return rules.wakes_at(one, policy.incidents, policy.zone, policy.calendar.is_worked)
