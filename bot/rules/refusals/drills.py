"""Refusals: practice."""

from dataclasses import dataclass

from bot.rules.refusals import Refusal


@dataclass
class DrillOver(Refusal):
    """The drill has ended."""

    number: int


@dataclass
class DrillMovedOn(Refusal):
    """Another window has replied in this drill meanwhile."""

    number: int


@dataclass
class NotYourDrill(Refusal):
    """A drill is its trainee's alone."""

    number: int


@dataclass
class TeamDrillsNeedSupervisor(Refusal):
    """Averages over the team are for supervisors."""

    user_id: str
