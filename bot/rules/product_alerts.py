"""Product alerts: a topic that rises in service chats, from the first count beyond chance until it is quiet again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from bot.case import Actor
from bot.rules.refusals.alerts import AlertDecided, AlertForSupervisor
from bot.rules.signals import WINDOW, Seen, SignalRules
from bot.vocabulary import Role

_EPISODE = timedelta(days=8)  # a week, and the day until it falls below again


class AlertStand(StrEnum):
    """Where a product alert stands."""

    OPEN = "open"
    TAKEN = "taken"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Alert:
    """One product alert. It lasts until `ended_at`; `usual` is how many of so many sessions would be usual.

    `owner` is the product line's; `decided_by` took it or dismissed it; `improvement` is the item that came out of it.
    """

    id: int
    store: str
    sku: str
    topic: str
    began_at: datetime
    last_at: datetime
    customers: int
    sessions: int
    usual: float
    stand: AlertStand = AlertStand.OPEN
    owner: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    ended_at: datetime | None = None
    quiet_until: datetime | None = None
    improvement: int | None = None


@dataclass(frozen=True)
class Finding:
    """What a look at one topic found; `usual` is how many of so many sessions would be usual."""

    seen: Seen
    usual: float
    is_rising: bool


def began(store: str, sku: str, topic: str, finding: Finding, at: datetime, now: datetime, owner: str | None) -> Alert:
    """A new one, which began at the first mention and was found now."""
    seen = finding.seen
    return Alert(0, store, sku, topic, at, now, seen.customers, seen.sessions, finding.usual, owner=owner)


def unusual_days(alerts: Iterable[Alert], zone: tzinfo) -> dict[str, set[date]]:
    """By topic, the local days of short rises: they are left out of what is usual.

    What rose for longer than a week has become usual; so has what goes on after it was found to be no problem.
    """
    found: dict[str, set[date]] = {}
    for one in alerts:
        rose = one.last_at - one.began_at
        if one.ended_at and rose <= _EPISODE:
            first, last = one.began_at.astimezone(zone).date(), one.last_at.astimezone(zone).date()
            days = found.setdefault(one.topic, set())
            days |= {first + timedelta(days=day) for day in range((last - first).days + 1)}
    return found


def is_quiet(one: Alert, now: datetime) -> bool:
    """Whether a dismissal still holds."""
    return one.quiet_until is not None and now < one.quiet_until


def went_on(one: Alert, finding: Finding, at: datetime) -> Alert:
    """It rises still."""
    seen = finding.seen
    return replace(one, last_at=at, customers=seen.customers, sessions=seen.sessions, usual=finding.usual)


def over_at(one: Alert) -> datetime:
    """When it will be over, unless it rises again before."""
    return one.last_at + WINDOW


def ended(one: Alert, at: datetime) -> Alert:
    """It has been quiet long enough."""
    return replace(one, ended_at=at)


def taken(one: Alert, by: Actor, at: datetime) -> Alert:
    """Somebody looks into it. Raises `AlertDecided`."""
    _ensure_open(one)
    return replace(one, stand=AlertStand.TAKEN, decided_by=by.user_id, decided_at=at)


def dismissed(one: Alert, by: Actor, at: datetime, reason: str, rules: SignalRules, *, alarming: bool) -> Alert:
    """It is no problem; whoever took it may say so too. Raises `AlertDecided` or `AlertForSupervisor`."""
    if one.ended_at or one.stand is AlertStand.DISMISSED:
        _ensure_open(one)
    if alarming and not by.is_at_least(Role.SUPERVISOR):
        raise AlertForSupervisor(one.id, by.user_id)
    quiet_until = at + rules.quiet_after_dismissal
    after = replace(one, stand=AlertStand.DISMISSED, decided_by=by.user_id, decided_at=at, reason=reason)
    return replace(after, ended_at=at, quiet_until=quiet_until)


def _ensure_open(one: Alert) -> None:
    if one.ended_at or one.stand is not AlertStand.OPEN:
        raise AlertDecided(one.id, one.stand, one.decided_by, one.decided_at or one.ended_at)
