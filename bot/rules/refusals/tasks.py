"""Refusals: promises, apologies and care."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal


@dataclass
class TaskEnded(Refusal):
    """The task was done or dropped meanwhile."""

    case_id: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class UnknownTask(Refusal):
    """There is no task of this number."""

    number: int


@dataclass
class TaskTooEarly(Refusal):
    """A task is for a time to come."""

    case_id: int


@dataclass
class NoSupervisor(Refusal):
    """An apology in person is a supervisor's, and this person is none."""

    user_id: str


@dataclass
class ApologyOpen(Refusal):
    """A case with an apology to come is not resolved."""

    case_id: int
    by: str
    due_at: datetime


@dataclass
class CareOpen(Refusal):
    """A review is spoken of only when nothing is on its way to the customer any more."""

    case_id: int


@dataclass
class CareAfterInvite(Refusal):
    """What comes after an invitation could look like its reward."""

    case_id: int
    at: datetime


@dataclass
class CareOverCase(Refusal):
    """More than one case may cost; `before_cents` is what it has cost already. Cents."""

    case_id: int
    cap_cents: int
    before_cents: int


@dataclass
class CareOverBudget(Refusal):
    """More than what is left of the month. Cents."""

    case_id: int
    left_cents: int
