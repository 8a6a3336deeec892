"""Refusals in people's words: quality checks and scorecards."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.scorecards import (
    AlreadyContested,
    CheckNeedsLead,
    CheckNotPossible,
    CheckSettled,
    ContestDecided,
    ContestNotYours,
    ContestOver,
    ContestWithoutDecider,
    NothingToContest,
    NotYourScorecard,
    OwnCase,
    ScorecardStillPrivate,
    StrikeIncomplete,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    look = desk.look
    match refusal:
        case CheckNeedsLead(number):
            return told(desk, "check_needs_lead", number=number)
        case OwnCase(number):
            return told(desk, "own_case", number=number)
        case CheckNotPossible(number):
            return told(desk, "check_not_possible", number=number)
        case CheckSettled(number):
            return told(desk, "check_settled", number=number)
        case StrikeIncomplete():
            return told(desk, "strike_incomplete")
        case NotYourScorecard():
            return told(desk, "not_your_scorecard")
        case ScorecardStillPrivate(until):
            return told(desk, "scorecard_still_private", until=look.day_time(until))
        case ContestOver(closed_at):
            return told(desk, "contest_over", at=look.day_time(closed_at))
        case AlreadyContested(number):
            return told(desk, "already_contested", number=number)
        case NothingToContest():
            return told(desk, "nothing_to_contest")
        case ContestNotYours():
            return told(desk, "contest_not_yours")
        case ContestWithoutDecider():
            return told(desk, "contest_without_decider")
        case ContestDecided(stand, by, at):
            return told(desk, "contest_decided", stand=stand, **decided(by, at, look))
    return None
