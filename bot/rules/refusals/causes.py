"""Refusals: root causes and their departments."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal


@dataclass
class CauseSettled(Refusal):
    """The cause was answered, settled or withdrawn meanwhile."""

    case_id: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class NotTheDepartment(Refusal):
    """Whoever speaks for a department is in its channel."""

    case_id: int
    department: str


@dataclass
class UnknownCause(Refusal):
    """A root cause that neither the catalogue nor the shop's policy has."""

    name: str
