"""Refusals in people's words: promises, apologies and care."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.tasks import (
    ApologyOpen,
    CareAfterInvite,
    CareOpen,
    CareOverBudget,
    CareOverCase,
    NoSupervisor,
    TaskEnded,
    TaskTooEarly,
    UnknownTask,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    look = desk.look
    match refusal:
        case TaskEnded(number, stand, by, at):
            return told(
                desk, "task_ended", number=number, stand=look.say(f"words.task_stand.{stand}"), **decided(by, at, look)
            )
        case UnknownTask(number):
            return told(desk, "unknown_task", number=number)
        case TaskTooEarly(number):
            return told(desk, "task_too_early", number=number, now=look.day_time(desk.clock.now()))
        case NoSupervisor(user):
            return told(desk, "no_supervisor", who=look.name(user))
        case ApologyOpen(number, by, due):
            whose = look.name(by) if by else look.say("tasks.supervisors")
            return told(desk, "apology_open", number=number, who=whose, due=look.day_time(due))
        case CareOpen(number):
            return told(desk, "care_open", number=number)
        case CareAfterInvite(number, at):
            return told(desk, "care_after_invite", number=number, at=look.day_time(at))
        case CareOverCase(number, cap, before):
            money = {"cap": look.money(cap), "before": look.money(before) if before else ""}
            return told(desk, "care_over_case", number=number, **money)
        case CareOverBudget(number, left):
            return told(desk, "care_over_budget", number=number, left=look.money(left))
    return None
