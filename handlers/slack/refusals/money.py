"""Refusals in people's words: compensation."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.money import (
    AlreadyDecided,
    AlreadyExecuted,
    AmountNeeded,
    AmountUnclear,
    CompensationOpen,
    NotApprovedYet,
    OutsideBand,
    OverCap,
    OwnRequest,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    look = desk.look
    match refusal:
        case OutsideBand(level, low, high):
            return told(desk, "outside_band", level=level, low=low, high=high)
        case OverCap(level, cap, before):
            money = {"cap": look.money(cap), "before": look.money(before) if before else ""}
            return told(desk, "over_cap", level=level, **money)
        case AmountNeeded(level, most):
            return told(desk, "amount_needed", level=level, cap=look.money(most) if most is not None else "")
        case AmountUnclear(typed):
            return told(desk, "amount_unclear", typed=typed)
        case OwnRequest(number):
            return told(desk, "own_request", number=number)
        case AlreadyDecided(number, stand, by, at):
            return told(
                desk, "already_decided", number=number, stand=look.say(f"words.stand.{stand}"), **decided(by, at, look)
            )
        case AlreadyExecuted(number, by, at):
            return told(desk, "already_executed", number=number, **decided(by, at, look))
        case NotApprovedYet(number):
            return told(desk, "not_approved_yet", number=number)
        case CompensationOpen(number, amount, stand):
            key = "compensation_open_asked" if stand == "asked" else "compensation_open_approved"
            return told(desk, key, number=number, amount=look.money(amount))
    return None
