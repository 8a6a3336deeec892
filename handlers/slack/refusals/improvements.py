"""Refusals in people's words: improvement items."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.improvements import (
    ErrorsOfAnother,
    ImprovementMoved,
    ImprovementOfAnother,
    ImprovementTooEarly,
    LeadNeeded,
    RateUnclear,
    UnknownImprovement,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    look = desk.look
    match refusal:
        case LeadNeeded():
            return told(desk, "lead_needed")
        case UnknownImprovement(number):
            return told(desk, "unknown_improvement", number=number)
        case ImprovementMoved(number, stand, by, at):
            return told(
                desk,
                "improvement_moved",
                number=number,
                stand=look.say(f"improvements.stand_{stand}"),
                **decided(by, at, look),
            )
        case ImprovementOfAnother(number, owner):
            return told(desk, "improvement_of_another", number=number, owner=look.name(owner))
        case ImprovementTooEarly(day):
            return told(desk, "improvement_too_early", day=f"{day:%m-%d}")
        case RateUnclear(typed):
            return told(desk, "rate_unclear", typed=typed)
        case ErrorsOfAnother():
            return told(desk, "errors_of_another")
    return None
