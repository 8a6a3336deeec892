"""Improvements: what the shop changes so that a complaint comes less often, from the plan to whether it held.

An item is closed only when it held; what does not hold stays open until somebody tries again or gives it up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from bot.case import Actor
from bot.duration import Duration
from bot.rules.improvement_rates import NOT_MEASURED, Measured, Metric, Verdict, has_regressed, verdict
from bot.rules.refusals.improvements import ImprovementMoved, ImprovementOfAnother, ImprovementTooEarly, LeadNeeded
from bot.vocabulary import Category, Role

_DAY = timedelta(days=1)
_MORNING = time(9, 30)  # half an hour after the digest
_ONCE_MORE = timedelta(days=7)
_ENDS = ".;!\u3002\uff1b\uff01"


class ImprovementRules(BaseModel):
    """The policy's [improvements]: whole days, from the day a change takes effect."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    window: Duration = timedelta(days=30)
    judge_after: Duration = timedelta(days=30)
    watch_every: Duration = timedelta(days=7)
    watch_for: Duration = timedelta(days=90)

    @field_validator("*")
    @classmethod
    def _whole_days(cls, length: timedelta) -> timedelta:
        if length % _DAY or not _DAY <= length <= 365 * _DAY:
            raise ValueError("whole days, from 1d to 365d")
        return length


class ItemStand(StrEnum):
    """Where an item stands."""

    PLANNED = "planned"
    IN_EFFECT = "in_effect"
    HELD = "held"
    NOT_HELD = "not_held"
    REOPENED = "reopened"
    CLOSED = "closed"
    GIVEN_UP = "given_up"


TO_DO = frozenset({ItemStand.PLANNED, ItemStand.NOT_HELD, ItemStand.REOPENED})
MAY_BE_GIVEN_UP = TO_DO | {ItemStand.IN_EFFECT}
LIVE = MAY_BE_GIVEN_UP | {ItemStand.HELD}
DONE = frozenset({ItemStand.IN_EFFECT, ItemStand.HELD, ItemStand.CLOSED})


@dataclass(frozen=True)
class Scope:
    """What an item is about: one product, a product line, a store, or the whole shop where nothing is named."""

    sku: str | None = None
    line: str | None = None
    store: str | None = None
    product: str = ""

    def covers(self, other: "Scope") -> bool:
        """Whether what is sold there, as `other`, is among what this is about."""
        if self.sku:
            return self.sku == other.sku
        if self.line:
            return self.line == other.line
        return self.store is None or self.store == other.store


@dataclass(frozen=True)
class Improvement:
    """One item. `start` is the day the change takes effect; `target` a rate to be at or below.

    `remind_at` is the next moment at which the desk looks at it; `held_at` when it was last found to hold.
    """

    id: int
    what: str
    scope: Scope
    category: Category
    cause: str
    department: str
    owner: str
    start: date
    metric: Metric
    target: float
    made_by: str
    made_at: datetime
    case_id: int | None = None
    stand: ItemStand = ItemStand.PLANNED
    before: Measured = NOT_MEASURED
    after: Measured = NOT_MEASURED
    verdict: Verdict | None = None
    judged_at: datetime | None = None
    held_at: datetime | None = None
    moved_by: str | None = None
    moved_at: datetime | None = None
    reason: str = ""
    remind_at: datetime | None = None


def planned(item: Improvement, by: Actor, zone: ZoneInfo) -> Improvement:
    """A new one. Raises `LeadNeeded`."""
    if not by.is_at_least(Role.LEAD):
        raise LeadNeeded(by.user_id)
    return replace(item, remind_at=_morning(item.start + _DAY, zone))


def in_effect(
    item: Improvement, by: Actor, at: datetime, start: date, what: str, rules: ImprovementRules, zone: ZoneInfo
) -> Improvement:
    """The change is made, since `start`. Raises `ImprovementMoved`, `ImprovementOfAnother` or `ImprovementTooEarly`."""
    ensure_may(item, by, TO_DO)
    if start > at.astimezone(zone).date():
        raise ImprovementTooEarly(start)
    judged = _morning(start + rules.judge_after, zone)
    since = replace(item, stand=ItemStand.IN_EFFECT, start=start, what=what, moved_by=by.user_id, moved_at=at)
    return replace(since, after=NOT_MEASURED, verdict=None, judged_at=None, held_at=None, remind_at=judged)


def given_up(item: Improvement, by: Actor, at: datetime, reason: str) -> Improvement:
    """It is not to be. Raises `ImprovementMoved` or `ImprovementOfAnother`."""
    ensure_may(item, by, MAY_BE_GIVEN_UP)
    return _moved(item, ItemStand.GIVEN_UP, by.user_id, at, reason=reason)


def ensure_may(item: Improvement, by: Actor, stands: frozenset[ItemStand]) -> None:
    """Raise `ImprovementMoved` where it stands elsewhere, `ImprovementOfAnother` where it is not theirs to say."""
    if item.stand not in stands:
        raise ImprovementMoved(item.id, item.stand, item.moved_by, item.moved_at)
    if by.user_id != item.owner and not by.is_at_least(Role.LEAD):
        raise ImprovementOfAnother(item.id, item.owner)


def reminded(item: Improvement, now: datetime, zone: ZoneInfo) -> tuple[Improvement, bool]:
    """The start has passed without word: once more a week later, then no more; and whether this was the second time."""
    again = now.astimezone(zone).date() >= item.start + _DAY + _ONCE_MORE
    next_time = None if again else _morning(item.start + _DAY + _ONCE_MORE, zone)
    return replace(item, remind_at=next_time), again


def judged(
    item: Improvement, before: Measured, after: Measured, now: datetime, rules: ImprovementRules, zone: ZoneInfo
) -> Improvement:
    """Whether it held. What cannot be told yet stays in effect, and is looked at again with all that came meanwhile."""
    found = verdict(before, after, item.metric, item.target)
    known = replace(item, before=before, after=after, verdict=found, judged_at=now)
    today = now.astimezone(zone).date()
    if found in (Verdict.TOO_FEW, Verdict.UNKNOWN):
        return replace(known, remind_at=_morning(today + rules.judge_after, zone))
    if found is Verdict.HELD:
        next_look = _morning(today + rules.watch_every, zone)
        return replace(_moved(known, ItemStand.HELD, None, now), held_at=now, remind_at=next_look)
    return _moved(known, ItemStand.NOT_HELD, None, now)


def watched(item: Improvement, lately: Measured, now: datetime, rules: ImprovementRules, zone: ZoneInfo) -> Improvement:
    """It held: whether it still does. Closed at the end of the watch; open again where the target is surely missed."""
    assert item.held_at, "only what held is watched"
    if has_regressed(lately, item.metric, item.target):
        return _moved(replace(item, after=lately, judged_at=now), ItemStand.REOPENED, None, now)
    today = now.astimezone(zone).date()
    if today >= item.held_at.astimezone(zone).date() + rules.watch_for:
        return _moved(item, ItemStand.CLOSED, None, now)
    return replace(item, remind_at=_morning(today + rules.watch_every, zone))


def quotable(
    items: Iterable[Improvement], sold: Scope, category: Category | None, cause: str, today: date
) -> list[Improvement]:
    """Those that may be told in public under a review of this: in effect first, then planned for a day to come."""
    fitting = [one for one in items if one.scope.covers(sold) and _is_against(one, category, cause)]
    done = [one for one in fitting if one.stand in DONE]
    to_come = [one for one in fitting if one.stand is ItemStand.PLANNED and one.start > today]
    return [*_newest_first(done), *_newest_first(to_come)]


def quoted_in(text: str, items: Iterable[Improvement]) -> Improvement | None:
    """The first whose words stand in a text."""
    said = _bare(text)
    return next((one for one in items if (words := _bare(told(one))) and words in said), None)


def told(item: Improvement) -> str:
    """Its words as part of a sentence."""
    return item.what.strip().rstrip(_ENDS)


def _is_against(item: Improvement, category: Category | None, cause: str) -> bool:
    return item.category is category or (bool(item.cause) and item.cause == cause)


def _newest_first(items: Iterable[Improvement]) -> list[Improvement]:
    return sorted(items, key=lambda one: (one.start, one.id), reverse=True)


def _bare(text: str) -> str:
    return "".join(text.split())


def _moved(item: Improvement, stand: ItemStand, by: str | None, at: datetime, *, reason: str = "") -> Improvement:
    return replace(item, stand=stand, moved_by=by, moved_at=at, reason=reason, remind_at=None)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, _MORNING, tzinfo=zone).astimezone(UTC)
