"""Refusals in people's words: what a case does not allow."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import (
    AlreadyClaimed,
    AlreadyFinished,
    AlreadyHolds,
    AlreadyYours,
    ClaimFirst,
    ContactFirst,
    NotPossibleNow,
    ReasonNeeded,
    RoleNeeded,
    SameGrade,
    SnoozeTooLong,
    SomeoneElses,
    UnknownCase,
)
from bot.vocabulary import Status
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import told
from scripts_library.wording import Token

_SOON_SECONDS = 60


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    say, look = desk.look.say, desk.look
    match refusal:
        case AlreadyClaimed(number, by, at):
            ago = round((desk.clock.now() - at).total_seconds())
            sooner = ago if 0 < ago <= _SOON_SECONDS else 0
            facts = {"by": look.name(by), "at": look.time(at, "{time_secs}"), "number": number, "sooner": sooner}
            return told(desk, "already_claimed", **facts)
        case AlreadyYours(number, at):
            return told(desk, "already_yours", number=number, at=look.time(at, "{time_secs}"))
        case AlreadyFinished(number, status, by, at):
            return told(
                desk,
                "already_finished",
                number=number,
                status=say(f"words.status.{status}"),
                by=look.name(by) if by else say("dialogs.timeline.robot"),
                at=look.day_time(at) if at else "",
            )
        case ClaimFirst(number, action):
            return told(desk, "claim_first", number=number, action=say(f"words.action.{action}"))
        case NotPossibleNow(number, action, status):
            return told(
                desk,
                "not_possible_now",
                number=number,
                action=say(f"words.action.{action}"),
                status=say(f"words.status.{Status(status)}"),
            )
        case SomeoneElses(number, owner):
            return told(desk, "someone_elses", number=number, owner=look.name(owner))
        case RoleNeeded(number, role, action, you):
            return told(desk, f"role_needed_{role}", number=number, action=say(f"words.action.{action}"), you=you)
        case ContactFirst(number, action):
            return told(desk, "contact_first", number=number, action=say(f"words.action.{action}"))
        case ReasonNeeded():
            return told(desk, "reason_needed")
        case SameGrade(number, grade):
            return told(desk, "same_grade", number=number, grade=say(f"words.grade.{grade}"))
        case SnoozeTooLong(longest):
            return told(desk, "snooze_too_long", longest=look.length(longest))
        case AlreadyHolds(number, owner):
            return told(desk, "already_holds", number=number, owner=look.name(owner))
        case UnknownCase(number):
            return told(desk, "unknown_case", number=number)
    return None
