"""Outreach: on which channel a customer may be contacted now, why not, from when on, and which comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.duration import Duration
from bot.time_of_day import TimeOfDay
from bot.vocabulary import Category, Channel, Manner, Outcome

# A call rings and a short message buzzes; what waits in a chat is read when its reader likes.
_WAKES = frozenset({Channel.PHONE, Channel.SMS})


class ContactRules(BaseModel):
    """The trade's caps; the policy's [contact]. Times of day are the customer's, taken to be the shop's."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    plan: Annotated[tuple[Channel, ...], Field(min_length=1)] = (Channel.PHONE, Channel.WANGWANG, Channel.SMS)
    calls_a_day: Annotated[int, Field(ge=1, le=20)] = 2
    sms_a_day: Annotated[int, Field(ge=1, le=20)] = 1
    touches: Annotated[int, Field(ge=1, le=100)] = 4
    touches_within: Duration = timedelta(hours=72)
    quiet_from: TimeOfDay = time(21, 0)
    quiet_until: TimeOfDay = time(9, 0)

    @field_validator("plan")
    @classmethod
    def _each_once(cls, plan: tuple[Channel, ...]) -> tuple[Channel, ...]:
        if len(set(plan)) < len(plan):
            raise ValueError("a list in which every channel stands once")
        return plan


class QuietHours(Protocol):
    """Rules with hours of the day in which somebody is left in peace; none where both are the same."""

    @property
    def quiet_from(self) -> time: ...

    @property
    def quiet_until(self) -> time: ...


class Why(StrEnum):
    """Why a channel is closed."""

    QUIET = "quiet"
    CALLS = "calls"
    SMS = "sms"
    TOUCHES = "touches"


@dataclass(frozen=True)
class Touch:
    """One attempt to contact the customer, in whichever of their cases."""

    at: datetime
    channel: Channel
    outcome: Outcome
    case_id: int


@dataclass(frozen=True)
class Closed:
    """A channel that may not be used, and from when on it may."""

    why: Why
    opens_at: datetime


@dataclass(frozen=True)
class Planned:
    """One channel of the plan: the last outcome there, or why it is closed; `is_next` is the one to take now."""

    channel: Channel
    tried: Touch | None
    closed: Closed | None
    is_next: bool = False


def script_key(category: Category | None, channel: Channel, manner: Manner) -> str:
    """Which script a first contact uses."""
    return f"contact.{category or Category.PRODUCT_QUALITY}.{channel}.{manner}"


def closed(
    channel: Channel, touches: Sequence[Touch], rules: ContactRules, now: datetime, zone: ZoneInfo
) -> Closed | None:
    """Why the channel may not be used now, with the moment it opens; None where it may.

    `touches` are all attempts at this customer that may still count.
    """
    at, why = now, None
    for _ in range(4):  # each reason may lead into another: the cap ends in the night, the night at a cap
        reason = _closed_at(channel, touches, rules, at, zone)
        if reason is None:
            break
        why = why or reason.why
        at = reason.opens_at
    return Closed(why, at) if why else None


def outreach_plan(
    case_id: int, touches: Sequence[Touch], rules: ContactRules, now: datetime, zone: ZoneInfo
) -> list[Planned]:
    """The plan's channels in order. Next is the first open one that has not failed in this case; else any open one."""
    steps = []
    for channel in rules.plan:
        mine = [touch for touch in touches if touch.case_id == case_id and touch.channel is channel]
        steps.append(Planned(channel, mine[-1] if mine else None, closed(channel, touches, rules, now, zone)))
    free = [step for step in steps if step.closed is None]
    fresh = [step for step in free if step.tried is None or step.tried.outcome is Outcome.REACHED]
    usable = fresh or [step for step in free if step.tried and step.tried.outcome is not Outcome.WRONG_NUMBER]
    best = usable[0] if usable else None
    return [Planned(step.channel, step.tried, step.closed, is_next=step is best) for step in steps]


def _closed_at(
    channel: Channel, touches: Sequence[Touch], rules: ContactRules, at: datetime, zone: ZoneInfo
) -> Closed | None:
    if channel in _WAKES and (until := quiet_until(rules, at, zone)):
        return Closed(Why.QUIET, until)
    today = [touch for touch in touches if touch.channel is channel and _day(touch.at, zone) == _day(at, zone)]
    most = {Channel.PHONE: (rules.calls_a_day, Why.CALLS), Channel.SMS: (rules.sms_a_day, Why.SMS)}.get(channel)
    if most and len(today) >= most[0]:
        return Closed(most[1], _at_local(at, zone, time(0, 0), days=1))
    recent = sorted(touch.at for touch in touches if at - rules.touches_within < touch.at <= at)
    if len(recent) >= rules.touches:
        return Closed(Why.TOUCHES, recent[len(recent) - rules.touches] + rules.touches_within)
    return None


def quiet_until(rules: QuietHours, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that hold at this moment end; None where none hold."""
    begin, end, local = rules.quiet_from, rules.quiet_until, at.astimezone(zone).time()
    if begin == end:
        return None
    over_night = begin > end
    is_quiet = (local >= begin or local < end) if over_night else begin <= local < end
    if not is_quiet:
        return None
    return _at_local(at, zone, end, days=1 if over_night and local >= begin else 0)


def awake(rules: ContactRules, begin: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    """How much of the time between was not the customer's night."""
    awake_for, at = timedelta(), begin
    while at < end:
        opens = quiet_until(rules, at, zone)
        if opens is None:
            falls = min(end, _quiet_from(rules, at, zone))
            awake_for, opens = awake_for + (falls - at), falls
        at = max(opens, at + timedelta(minutes=1))  # a clock that is put back must not hold us
    return awake_for


def _quiet_from(rules: ContactRules, at: datetime, zone: ZoneInfo) -> datetime:
    """When the next quiet hours begin, at a moment that is not in them; a day later where there are none."""
    if rules.quiet_from == rules.quiet_until:
        return at + timedelta(days=1)
    tonight = _at_local(at, zone, rules.quiet_from, days=0)
    return tonight if tonight > at else _at_local(at, zone, rules.quiet_from, days=1)


def _at_local(at: datetime, zone: ZoneInfo, clock: time, *, days: int) -> datetime:
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, clock, zone).astimezone(at.tzinfo)


def _day(at: datetime, zone: ZoneInfo) -> object:
    return at.astimezone(zone).date()
