"""Refusals in people's words: product alerts."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.alerts import AlertDecided, AlertForSupervisor, UnknownAlert
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    look = desk.look
    match refusal:
        case AlertDecided(_, stand, by, at):
            return told(desk, "alert_decided", stand=stand, **decided(by, at, look))
        case AlertForSupervisor():
            return told(desk, "alert_for_supervisor")
        case UnknownAlert():
            return told(desk, "unknown_alert")
    return None
