"""Refusals: a case stands elsewhere, is somebody else's, or its step needs more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.refusals import Refusal
from bot.vocabulary import Action, Grade, Role, Status


@dataclass
class AlreadyClaimed(Refusal):
    """Somebody else was first."""

    case_id: int
    by: str
    at: datetime


@dataclass
class AlreadyYours(Refusal):
    """The presser holds the case already: nothing to do, and nothing to be sorry for."""

    case_id: int
    at: datetime


@dataclass
class AlreadyFinished(Refusal):
    """The case was resolved, closed or dismissed meanwhile."""

    case_id: int
    status: Status
    by: str | None
    at: datetime | None


@dataclass
class ClaimFirst(Refusal):
    """Handling starts with a claim."""

    case_id: int
    action: Action


@dataclass
class NotPossibleNow(Refusal):
    """The lifecycle has no such step from here."""

    case_id: int
    action: Action
    status: Status


@dataclass
class SomeoneElses(Refusal):
    """Only the owner, or a lead and above, may do this."""

    case_id: int
    owner: str


@dataclass
class RoleNeeded(Refusal):
    """The policy gives this person no such authority."""

    case_id: int
    role: Role
    action: Action
    user_id: str


@dataclass
class ContactFirst(Refusal):
    """Nobody has tried to reach the customer yet."""

    case_id: int
    action: Action


@dataclass
class ReasonNeeded(Refusal):
    """This step is recorded with its reason."""

    action: Action


@dataclass
class SameGrade(Refusal):
    """A regrade that changes nothing."""

    case_id: int
    grade: Grade


@dataclass
class SnoozeTooLong(Refusal):
    """The reminder may not sleep that long."""

    longest: timedelta


@dataclass
class AlreadyHolds(Refusal):
    """The case is handed to the person who has it."""

    case_id: int
    owner: str


@dataclass
class UnknownCase(Refusal):
    """There is no case of this number."""

    case_id: int


@dataclass
class AlreadyDone(Refusal):
    """The same press or submission arrived before and counted."""

    key: str
