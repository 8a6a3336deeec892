"""Refusals: like cases that are one incident."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal
from bot.vocabulary import Role


@dataclass
class UnknownIncident(Refusal):
    """There is no incident of this number."""

    number: int


@dataclass
class IncidentClosed(Refusal):
    """Somebody said already what came of it."""

    number: int
    by: str
    at: datetime


@dataclass
class IncidentNeeds(Refusal):
    """This step of an incident takes more authority."""

    number: int
    role: Role


@dataclass
class NotTheirIncident(Refusal):
    """Only its owner, or a lead and above, may do this."""

    number: int
    owner: str


@dataclass
class NotOfSafety(Refusal):
    """The sale is stopped for safety only."""

    number: int


@dataclass
class LegalOpen(Refusal):
    """An incident of safety is closed once it is recorded what was done within the law's time."""

    number: int
    due_at: datetime


@dataclass
class LegalEnded(Refusal):
    """What was done has been recorded."""

    number: int
    end: str
    by: str | None
    at: datetime | None


@dataclass
class IncidentReason(Refusal):
    """This is recorded with its reason."""

    number: int


@dataclass
class NothingToClaim(Refusal):
    """Every case of the incident has somebody already."""

    number: int
