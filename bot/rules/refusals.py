"""Refusals: why an action is not possible, each with its facts; the sentence comes from the wording catalogue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.outreach import Why
from bot.vocabulary import Action, Channel, Grade, Outlet, Role, Status


class Refusal(Exception):
    """An action that the rules or the facts do not allow. The person is told kindly what to do instead."""


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
class ChannelClosed(Refusal):
    """The customer may not be contacted this way now; `open_now` are the ways that are open."""

    case_id: int
    channel: Channel
    why: Why
    opens_at: datetime
    open_now: tuple[Channel, ...]


@dataclass
class LeftAlone(Refusal):
    """The customer asked never to be contacted again."""

    case_id: int


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


@dataclass
class InviteLater(Refusal):
    """A review is spoken of only when the matter is settled and paid."""

    case_id: int


@dataclass
class AlreadyInvited(Refusal):
    """One invitation a case."""

    case_id: int
    by: str | None
    at: datetime


@dataclass
class InviteBarred(Refusal):
    """The customer did not want to talk: no invitation after a refusal."""

    case_id: int


@dataclass
class AlreadyReplied(Refusal):
    """One public reply a case."""

    case_id: int
    by: str | None
    at: datetime


@dataclass
class OwnReply(Refusal):
    """Nobody approves what they wrote themselves."""

    case_id: int


@dataclass
class ReplyDecided(Refusal):
    """The reply was read by somebody else, or written anew, meanwhile."""

    case_id: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class ReplyTooLate(Refusal):
    """The platform's window for replies ran out."""

    case_id: int
    closed_at: datetime


@dataclass
class ReplyClosedByAppend(Refusal):
    """The customer's 追评 ended the platform's window for replies."""

    case_id: int


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
class OnItsWay(Refusal):
    """The desk is sending such a text for this case at this moment, or nobody knows yet whether it went."""

    case_id: int
    outlet: Outlet
    by: str
    at: datetime
    is_unclear: bool


@dataclass
class MayNotLeave(Refusal):
    """A text that the linter forbids; its dialog says so before, in its place."""

    case_id: int


@dataclass
class NoGateway(Refusal):
    """The desk cannot send there: no gateway, or too little is known of the customer."""

    case_id: int
    outlet: Outlet


@dataclass
class DispatchEnded(Refusal):
    """Somebody looked already, or it is known anyway, what became of a text."""

    case_id: int
    stand: str
    at: datetime | None


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
class NotOnTheTeam(Refusal):
    """The case is handed to someone whom the policy does not know."""

    user_id: str


@dataclass
class ForTheTeam(Refusal):
    """Cases are shown to those whom the policy gives a role."""

    user_id: str


@dataclass
class UnknownCase(Refusal):
    """There is no case of this number."""

    case_id: int


@dataclass
class PublishingNeedsLead(Refusal):
    """Reports are sent to the managers by leads and above."""

    user_id: str


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


@dataclass
class UnknownCause(Refusal):
    """A root cause that neither the catalogue nor the shop's policy has."""

    name: str


@dataclass
class AlreadyDone(Refusal):
    """The same press or submission arrived before and counted."""

    key: str


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
