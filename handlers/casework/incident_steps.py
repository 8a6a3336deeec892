"""Incident steps: what people decide about an incident: common text, sale, outcome; one transaction each."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.case import Actor
from bot.rules import incidents as rules
from bot.rules.incidents import Incident, LegalEnd
from bot.rules.refusals.incidents import IncidentReason
from handlers.casework.desk import Desk
from handlers.casework.incident_upkeep import draw, tell
from storage import incidents
from storage.cases import count_once

_LEAST_REASON = 2
Change = Callable[[Incident, datetime], Incident]


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
    ensure_reason(number, reason)
    return await _change(
        desk, number, "declined", lambda one, at: rules.declined(one, by, at, end, reason), by, once, note=reason
    )


async def reach_out(desk: Desk, number: int, by: Actor, *, once: str) -> Incident:
    """Those who bought and are silent were spoken to. Raises the `Refusal` that applies."""
    return await _change(desk, number, "reached_out", lambda one, at: rules.reached_out(one, by, at), by, once)


async def close(desk: Desk, number: int, by: Actor, outcome: str, *, once: str) -> Incident:
    """What came of it. Raises the `Refusal` that applies."""
    ensure_reason(number, outcome)
    return await _change(
        desk, number, "closed", lambda one, at: rules.closed(one, by, at, outcome), by, once, note=outcome
    )


def note_evidence(session: Session, desk: Desk, number: int, by: Actor, once: str) -> Incident:
    """Somebody asked for the evidence pack: that is kept too."""
    at = desk.clock.now()
    count_once(session, once, at)
    one = incidents.find(session, number)
    incidents.note(session, number, "evidence", at=at, actor=by.user_id, facts={})
    return one


def ensure_reason(number: int, reason: str) -> None:
    """Raise `IncidentReason` where it says nothing."""
    if len(reason) < _LEAST_REASON:
        raise IncidentReason(number)


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
