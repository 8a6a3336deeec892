"""Refusals in people's words: incidents."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.incidents import (
    IncidentClosed,
    IncidentNeeds,
    IncidentReason,
    LegalEnded,
    LegalOpen,
    NothingToClaim,
    NotOfSafety,
    NotTheirIncident,
    UnknownIncident,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    say, look = desk.look.say, desk.look
    match refusal:
        case UnknownIncident(number):
            return told(desk, "unknown_incident", number=number)
        case IncidentClosed(number, by, at):
            return told(desk, "incident_closed", number=number, by=look.name(by), at=look.day_time(at))
        case IncidentNeeds(number, role):
            return told(desk, f"incident_needs_{role}", number=number)
        case NotTheirIncident(number, owner):
            return told(desk, "not_their_incident", number=number, owner=look.name(owner) if owner else "")
        case NotOfSafety(number):
            return told(desk, "not_of_safety", number=number)
        case LegalOpen(number, due):
            return told(desk, "legal_open", number=number, due=look.day_time(due))
        case LegalEnded(number, end, by, at):
            return told(desk, "legal_ended", number=number, end=say(f"incidents.end_{end}"), **decided(by, at, look))
        case IncidentReason(number):
            return told(desk, "incident_reason", number=number)
        case NothingToClaim(number):
            return told(desk, "nothing_to_claim", number=number)
    return None
