"""Refusals: compensation: level, amount, who decides, what is decided."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal


@dataclass
class OutsideBand(Refusal):
    """The ladder has no such level for this grade and tier."""

    level: int
    low: int
    high: int


@dataclass
class OverCap(Refusal):
    """More than the level allows; `before` is what the case has had already. Cents."""

    level: int
    cap_cents: int
    before_cents: int


@dataclass
class AmountNeeded(Refusal):
    """This level needs an amount; `cap_cents` is the most, where it is known."""

    level: int
    cap_cents: int | None


@dataclass
class AmountUnclear(Refusal):
    """What was typed is no amount."""

    typed: str


@dataclass
class OwnRequest(Refusal):
    """Nobody grants their own request."""

    case_id: int


@dataclass
class AlreadyDecided(Refusal):
    """The request was decided, lapsed or was replaced meanwhile."""

    case_id: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class AlreadyExecuted(Refusal):
    """The compensation was carried out before, and counts once."""

    case_id: int
    by: str | None
    at: datetime | None


@dataclass
class NotApprovedYet(Refusal):
    """What is not granted cannot be carried out."""

    case_id: int


@dataclass
class CompensationOpen(Refusal):
    """A case is resolved only when its compensation is carried out or off the table."""

    case_id: int
    amount_cents: int
    stand: str
