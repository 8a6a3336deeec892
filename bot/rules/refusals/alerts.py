"""Refusals: product alerts."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal


@dataclass
class AlertDecided(Refusal):
    """Somebody took or dismissed the product alert, or it is over."""

    alert_id: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class AlertForSupervisor(Refusal):
    """A danger is no problem only when a supervisor says so."""

    alert_id: int
    user_id: str


@dataclass
class UnknownAlert(Refusal):
    """There is no product alert of this number."""

    alert_id: int
