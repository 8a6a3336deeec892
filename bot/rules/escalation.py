"""Escalation: what rises after a deadline that was missed, and when, until somebody acts; when nobody is disturbed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from bot.case import Case
from bot.duration import Duration
from bot.rules.deadlines import is_contact_awaited
from bot.rules.outreach import quiet_until
from bot.rules.working_days import DAY, IsWorked
from bot.time_of_day import TimeOfDay
from bot.vocabulary import Escalation, Grade, Level, Status

_LONGEST_HOLIDAY = 60
# What falls due close together is told together: a burst of reviews must not become a burst of escalations.
_TOLD_EVERY = {Grade.URGENT: timedelta(minutes=1), Grade.IMPORTANT: timedelta(minutes=5)}
_TOLD_EVERY[Grade.NORMAL] = _TOLD_EVERY[Grade.IMPORTANT]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Step(BaseModel):
    """One step up: to whom, and how long after the deadline was missed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    to: Level
    after: Duration


def _steps(**after: int) -> tuple[Step, ...]:
    return tuple(Step(to=Level(to), after=timedelta(minutes=minutes)) for to, minutes in after.items())


class EscalationRules(BaseModel):
    """The steps by grade, and the team's quiet hours, which hold for all but urgent cases; the policy's [escalation].

    At the deadline itself the owner and the supervisors' channel are told; the steps come after it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    urgent: tuple[Step, ...] = _steps(lead=10, supervisor=20, manager=60)
    important: tuple[Step, ...] = _steps(lead=30, supervisor=60, manager=240)
    normal: tuple[Step, ...] = _steps(lead=60, supervisor=240)
    quiet_from: TimeOfDay = time(21, 0)
    quiet_until: TimeOfDay = time(9, 0)
    workdays_only: bool = False

    @field_validator("urgent", "important", "normal")
    @classmethod
    def _rises(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if any(one.to.rank >= two.to.rank or one.after >= two.after for one, two in pairwise(steps)):
            raise ValueError("steps that rise, each later and to somebody higher, such as lead 10m, supervisor 20m")
        return steps


@dataclass(frozen=True)
class Ladder:
    """The steps that hold for one case, as the policy was when it was opened or given its grade, and since when."""

    grade: Grade
    since: datetime
    steps: tuple[tuple[Level, timedelta], ...]

    @property
    def top(self) -> Level:
        """How high it leads."""
        return self.steps[-1][0] if self.steps else Level.MANAGER


@dataclass(frozen=True)
class Miss:
    """A deadline that was missed, and what was to be done by then still is not done."""

    what: Escalation
    due_at: datetime


@dataclass(frozen=True)
class Reached:
    """How far up the case in hand has come, and when."""

    level: Level
    at: datetime


def ladder_for(grade: Grade, rules: EscalationRules, at: datetime) -> Ladder:
    """The steps that a case of this grade keeps from now on, whatever becomes of the policy."""
    steps: Sequence[Step] = {
        Grade.URGENT: rules.urgent,
        Grade.IMPORTANT: rules.important,
        Grade.NORMAL: rules.normal,
    }[grade]
    return Ladder(grade, at, tuple((step.to, step.after) for step in steps))


def miss_of(case: Case) -> Miss | None:
    """What is missed now; None as soon as somebody did it.

    A case that nobody has begun rises by its start alone: its contact would only say the same once more.
    """
    if case.status is Status.OPEN and case.start_due_at:
        return Miss(Escalation.START, case.start_due_at) if case.start_missed_at else None
    if is_contact_awaited(case) and case.contact_missed_at:
        return Miss(Escalation.CONTACT, case.contact_due_at)
    return None


def steps_due(case: Case, ladder: Ladder) -> Mapping[Level, datetime]:
    """When each step is due while nobody acts: counted from the missed deadline.

    Whoever takes the case, or has it in hand when it is regraded, gets the whole time anew; so does a case that was
    given back.
    """
    miss = miss_of(case)
    if miss is None:
        return {}
    since = max(miss.due_at, ladder.since, case.claimed_at or miss.due_at)
    return {level: since + after for level, after in ladder.steps}


def is_still_missed(about: str, case: Case) -> bool:
    """Whether an escalation that was written still asks for something when it comes to be read."""
    miss = miss_of(case)
    return miss is not None and about in (miss.what, Escalation.MANY)


def told_at(grade: Grade, due_at: datetime) -> datetime:
    """The full minute at which a step is told by day; of a case that is not urgent, the full five minutes."""
    every = _TOLD_EVERY[grade]
    return due_at + (_EPOCH - due_at) % every


def rests_until(
    grade: Grade, at: datetime, rules: EscalationRules, zone: ZoneInfo, worked: IsWorked
) -> datetime | None:
    """Until when nobody is to be disturbed by a case of this grade; None where it may be told now."""
    if grade is Grade.URGENT:
        return None
    end: datetime | None = None
    for _ in range(_LONGEST_HOLIDAY):  # a night may lead into a free day, and that into a night
        until = _quiet_at(rules, end or at, zone, worked)
        if until is None:
            break
        end = until
    return end


def _quiet_at(rules: EscalationRules, at: datetime, zone: ZoneInfo, worked: IsWorked) -> datetime | None:
    night = quiet_until(rules, at, zone)
    if night:
        return night
    today = at.astimezone(zone).date()
    if rules.workdays_only and not worked(today):
        return datetime.combine(today + DAY, time(), zone).astimezone(at.tzinfo)
    return None
