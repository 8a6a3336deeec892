"""Refusals: improvement items."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.refusals import Refusal


@dataclass
class LeadNeeded(Refusal):
    """Improvements are planned by leads and above."""

    user_id: str


@dataclass
class UnknownImprovement(Refusal):
    """There is no improvement item of this number."""

    number: int


@dataclass
class ImprovementMoved(Refusal):
    """The item stands elsewhere by now."""

    number: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class ImprovementOfAnother(Refusal):
    """Only its owner, or a lead and above, may say so."""

    number: int
    owner: str


@dataclass
class ImprovementTooEarly(Refusal):
    """A change cannot have taken effect on a day to come."""

    day: date


@dataclass
class RateUnclear(Refusal):
    """A target that is no number, or that no rate can have."""

    typed: str


@dataclass
class ErrorsOfAnother(Refusal):
    """Errors per shipment are counted for wrong and missing goods only."""
