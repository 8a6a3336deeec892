"""Incidents: like complaints about one product as one thing, from its opening to what came of it; the law's clock too.

Safety has a clock of working days from the moment an incident is a matter of safety. It ends when a supervisor
records what was done; it is reminded of at half time and a working day before its end, and missed it goes upwards.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.case import Actor
from bot.rules.likeness import WEEK, IncidentRules
from bot.rules.refusals.incidents import (
    IncidentClosed,
    IncidentNeeds,
    LegalEnded,
    LegalOpen,
    NotOfSafety,
    NotTheirIncident,
)
from bot.rules.working_days import DAY, IsWorked, is_weekday, working_time_after
from bot.vocabulary import Category, Role

QUIET_AFTER = WEEK
REDRAWN_AFTER = timedelta(minutes=1)


class IncidentStand(StrEnum):
    """Where an incident stands: new cases come, none came for a week, or a person said what came of it."""

    OPEN = "open"
    QUIET = "quiet"
    CLOSED = "closed"


class StopSale(StrEnum):
    """Whether the product is to be taken off sale; SUGGESTED by the desk, ASKED by a supervisor."""

    NONE = "none"
    SUGGESTED = "suggested"
    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"


class LegalEnd(StrEnum):
    """What was done within the law's time."""

    STOPPED = "stopped"
    REPORTED = "reported"
    UNFOUNDED = "unfounded"


class LegalStep(StrEnum):
    """What is said about the law's time."""

    HALF = "half"
    LAST_DAY = "last_day"
    MISSED = "missed"


@dataclass(frozen=True)
class Incident:
    """One product's trouble. `safety_at` is when it became a matter of safety, `redraw_at` when its card is drawn next.

    `legal_told_at` is the planned moment of what was said last about the law's time.
    """

    id: int
    store: str
    sku: str
    product: str
    category: Category | None
    opened_at: datetime
    last_at: datetime
    stand: IncidentStand = IncidentStand.OPEN
    owner: str | None = None
    safety_at: datetime | None = None
    stop_sale: StopSale = StopSale.NONE
    legal_due_at: datetime | None = None
    legal_told_at: datetime | None = None
    legal_ended_at: datetime | None = None
    legal_end: LegalEnd | None = None
    legal_by: str | None = None
    legal_reason: str = ""
    script: str = ""
    script_version: int = 0
    outcome: str = ""
    closed_by: str | None = None
    closed_at: datetime | None = None
    reached_out_by: str | None = None
    reached_out_at: datetime | None = None
    drawn_at: datetime | None = None
    redraw_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """Whether a person said what came of it."""
        return self.stand is IncidentStand.CLOSED

    @property
    def legal_runs(self) -> bool:
        """Whether the law's clock runs."""
        return self.legal_due_at is not None and self.legal_ended_at is None


def goes_on(one: Incident, at: datetime) -> Incident:
    """Another case joined it; one that was quiet is open again."""
    return replace(one, stand=IncidentStand.OPEN, last_at=max(one.last_at, at))


def of_safety(
    one: Incident, at: datetime, rules: IncidentRules, zone: ZoneInfo, worked: IsWorked = is_weekday
) -> Incident:
    """It is a matter of safety from now on: the sale should stop, and the law's clock runs."""
    if one.safety_at:
        return one
    due = working_time_after(at, rules.legal_days * DAY, zone, worked)
    return replace(one, safety_at=at, stop_sale=StopSale.SUGGESTED, legal_due_at=due)


def quiet(one: Incident, now: datetime) -> Incident:
    """No new case came for a week."""
    due = one.stand is IncidentStand.OPEN and one.last_at + QUIET_AFTER <= now
    return replace(one, stand=IncidentStand.QUIET) if due else one


def stop_asked(one: Incident, by: Actor) -> Incident:
    """A supervisor suggests to the managers to stop the sale. Raises the `Refusal` that applies."""
    _ensure_decides(one, by)
    if one.stop_sale is StopSale.ASKED:
        raise LegalEnded(one.id, StopSale.ASKED, None, None)
    return replace(one, stop_sale=StopSale.ASKED)


def stopped(one: Incident, by: Actor, at: datetime, reason: str) -> Incident:
    """The product is off sale: that is recorded, and the law's clock ends. Raises the `Refusal` that applies."""
    _ensure_decides(one, by)
    return replace(_legal(one, LegalEnd.STOPPED, by, at, reason), stop_sale=StopSale.DONE)


def declined(one: Incident, by: Actor, at: datetime, end: LegalEnd, reason: str) -> Incident:
    """The product stays on sale: reported to the authority, or nothing was in it. Raises the `Refusal` that applies."""
    _ensure_decides(one, by)
    return replace(_legal(one, end, by, at, reason), stop_sale=StopSale.DECLINED)


def scripted(one: Incident, by: Actor, text: str) -> Incident:
    """What everybody says to these customers, each with a sentence of their own. Raises the `Refusal` that applies."""
    ensure_theirs(one, by)
    return replace(one, script=text, script_version=one.script_version + 1)


def reached_out(one: Incident, by: Actor, at: datetime) -> Incident:
    """Those who bought and have not complained were spoken to. Raises the `Refusal` that applies."""
    ensure_theirs(one, by)
    return replace(one, reached_out_by=by.user_id, reached_out_at=at)


def closed(one: Incident, by: Actor, at: datetime, outcome: str) -> Incident:
    """What came of it, said by a lead; in safety by a supervisor, once the law's clock ended. Raises the `Refusal`."""
    needed = Role.SUPERVISOR if one.safety_at else Role.LEAD
    ensure_going(one)
    if not by.is_at_least(needed):
        raise IncidentNeeds(one.id, needed)
    if one.legal_runs and one.legal_due_at:
        raise LegalOpen(one.id, one.legal_due_at)
    return replace(one, stand=IncidentStand.CLOSED, outcome=outcome, closed_by=by.user_id, closed_at=at)


def ensure_going(one: Incident) -> None:
    """Raise `IncidentClosed` once it is over."""
    if one.is_closed and one.closed_at:
        raise IncidentClosed(one.id, one.closed_by or "", one.closed_at)


def ensure_theirs(one: Incident, by: Actor) -> None:
    """Its owner, leads and above. Raises the `Refusal` that applies."""
    ensure_going(one)
    if by.user_id != one.owner and not by.is_at_least(Role.LEAD):
        raise NotTheirIncident(one.id, one.owner or "")


def legal_plan(
    one: Incident, rules: IncidentRules, zone: ZoneInfo, worked: IsWorked = is_weekday
) -> list[tuple[datetime, LegalStep]]:
    """When what is said about the law's time, in order; of two at the same moment the later in kind counts."""
    if one.safety_at is None or one.legal_due_at is None:
        return []
    whole = rules.legal_days * DAY
    planned = {
        working_time_after(one.safety_at, whole / 2, zone, worked): LegalStep.HALF,
        working_time_after(one.safety_at, whole - DAY, zone, worked): LegalStep.LAST_DAY,
        one.legal_due_at: LegalStep.MISSED,
    }
    return sorted((at, step) for at, step in planned.items() if at > one.safety_at)


def legal_next(
    one: Incident, rules: IncidentRules, zone: ZoneInfo, worked: IsWorked = is_weekday
) -> list[tuple[datetime, LegalStep]]:
    """What is still to be said about the law's time."""
    if not one.legal_runs or one.is_closed:
        return []
    told = one.legal_told_at
    return [(at, step) for at, step in legal_plan(one, rules, zone, worked) if told is None or at > told]


def wakes_at(one: Incident, rules: IncidentRules, zone: ZoneInfo, worked: IsWorked = is_weekday) -> datetime | None:
    """The next moment at which something is to be done about it by itself."""
    coming = [at for at, _ in legal_next(one, rules, zone, worked)[:1]]
    if one.redraw_at:
        coming.append(one.redraw_at)
    if one.stand is IncidentStand.OPEN:
        coming.append(one.last_at + QUIET_AFTER)
    return min(coming, default=None)


def to_be_drawn(one: Incident, now: datetime) -> Incident:
    """Its card says something else now; it is drawn at most once a minute, however many cases come."""
    soonest = one.drawn_at + REDRAWN_AFTER if one.drawn_at else now
    return replace(one, redraw_at=max(soonest, now))


def _ensure_decides(one: Incident, by: Actor) -> None:
    ensure_going(one)
    if one.safety_at is None:
        raise NotOfSafety(one.id)
    if not by.is_at_least(Role.SUPERVISOR):
        raise IncidentNeeds(one.id, Role.SUPERVISOR)
    if one.legal_end:
        raise LegalEnded(one.id, one.legal_end, one.legal_by, one.legal_ended_at)


def _legal(one: Incident, end: LegalEnd, by: Actor, at: datetime, reason: str) -> Incident:
    return replace(one, legal_end=end, legal_ended_at=at, legal_by=by.user_id, legal_reason=reason)
