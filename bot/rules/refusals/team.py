"""Refusals: who somebody is: of the team, a lead, the one who may hand on."""

from dataclasses import dataclass

from bot.rules.refusals import Refusal


@dataclass
class NotOnTheTeam(Refusal):
    """The case is handed to someone whom the policy does not know."""

    user_id: str


@dataclass
class ForTheTeam(Refusal):
    """Cases are shown to those whom the policy gives a role."""

    user_id: str


@dataclass
class PublishingNeedsLead(Refusal):
    """Reports are sent to the managers by leads and above."""

    user_id: str


@dataclass
class NoLongerTheirs(Refusal):
    """It was to be handed on from one who does not hold it any more."""

    case_id: int
    giver: str


@dataclass
class NobodyToTake(Refusal):
    """It was to be handed on by the rules, and they find nobody; `why` is theirs."""

    case_id: int
    why: str


@dataclass
class LeadsOnly(Refusal):
    """Who gets whose cases is for leads and above."""


@dataclass
class RotaByLeads(Refusal):
    """Who works when is for leads and above to enter."""


@dataclass
class GivesToThemselves(Refusal):
    """Somebody's cases were to be handed over to the same person."""

    user_id: str
