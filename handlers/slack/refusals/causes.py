"""Refusals in people's words: root causes."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.causes import CauseSettled, NotTheDepartment, UnknownCause
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    look = desk.look
    match refusal:
        case CauseSettled(number, stand, by, at):
            return told(
                desk,
                "cause_settled",
                number=number,
                stand=look.say(f"words.cause_stand.{stand}"),
                **decided(by, at, look),
            )
        case UnknownCause(name):
            return told(desk, "unknown_cause", name=name)
        case NotTheDepartment(number, department):
            return told(desk, "not_the_department", number=number, department=look.department(department))
    return None
