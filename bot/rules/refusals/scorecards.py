"""Refusals: quality checks, scorecards and what is contested in them."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal


@dataclass
class CheckNeedsLead(Refusal):
    """Quality is checked by leads and above."""

    case_id: int


@dataclass
class OwnCase(Refusal):
    """Nobody checks how they handled a case themselves."""

    case_id: int


@dataclass
class CheckNotPossible(Refusal):
    """Only a case that an agent resolved can be checked."""

    case_id: int


@dataclass
class CheckSettled(Refusal):
    """What this person found in the case is on a frozen card: a strike of theirs would count in no other."""

    case_id: int


@dataclass
class StrikeIncomplete(Refusal):
    """A strike names the rule and quotes the words that broke it."""

    case_id: int


@dataclass
class NotYourScorecard(Refusal):
    """A card is its owner's alone."""

    number: int


@dataclass
class ScorecardStillPrivate(Refusal):
    """As long as it may be contested nobody but its owner sees it."""

    until: datetime


@dataclass
class ContestOver(Refusal):
    """The time to contest this card is up."""

    closed_at: datetime


@dataclass
class AlreadyContested(Refusal):
    """This case was contested in this part before."""

    case_id: int


@dataclass
class NothingToContest(Refusal):
    """No case counts against the card's owner."""


@dataclass
class ContestNotYours(Refusal):
    """Contests are decided by supervisors, but not about their own card, and not by who made the check."""

    number: int


@dataclass
class ContestWithoutDecider(Refusal):
    """The shop names nobody who could decide a contest."""


@dataclass
class ContestDecided(Refusal):
    """Somebody decided it meanwhile."""

    stand: str
    by: str | None
    at: datetime | None
