"""Deadlines: when a case must be started, contacted and followed up, by grade; and the timers that watch over it."""

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from bot.case import Case
from bot.duration import Duration
from bot.vocabulary import Grade, Status, TimerKind

_WARNED_OF = ("urgent_start", "important_start", "first_contact")


class Deadlines(BaseModel):
    """The clocks of the trade; the policy's [deadlines]."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, defer_build=True)

    urgent_start: Duration = timedelta(minutes=30)
    important_start: Duration = timedelta(minutes=60)
    first_contact: Duration = timedelta(hours=2)
    warn_before: Duration = timedelta(minutes=15)  # after what it warns of: it is checked against them
    follow_up: Duration = timedelta(days=7)
    follow_up_grace: Duration = timedelta(days=1)
    snooze_longest: Duration = timedelta(hours=2)

    @field_validator("warn_before")
    @classmethod
    def _warned_in_time(cls, warn_before: timedelta, others: ValidationInfo) -> timedelta:
        if any(warn_before >= others.data.get(name, timedelta.max) for name in _WARNED_OF):
            raise ValueError(f"a duration shorter than {', '.join(_WARNED_OF)}, of which it warns")
        return warn_before


_WARNS_OF = {
    TimerKind.START_WARN: TimerKind.START_OVERDUE,
    TimerKind.CONTACT_WARN: TimerKind.CONTACT_OVERDUE,
}
OVERDUE = frozenset({TimerKind.START_OVERDUE, TimerKind.CONTACT_OVERDUE})  # said once, whatever sleeps afterwards
_TELLS_OWNER = frozenset({TimerKind.START_WARN, TimerKind.CONTACT_WARN, TimerKind.CONTACT_OVERDUE, TimerKind.FOLLOW_UP})
_MAY_SLEEP = frozenset({*_WARNS_OF, TimerKind.FOLLOW_UP})
_IN_HAND = frozenset({Status.CLAIMED, Status.CONTACTED, Status.SOLVING, Status.WAITING})
_BEFORE_CONTACT = frozenset({Status.OPEN, Status.CLAIMED, Status.SOLVING})


def start_due(grade: Grade, since: datetime, deadlines: Deadlines) -> datetime | None:
    """When handling must have begun; None for a normal case, which only its first contact binds."""
    window = {Grade.URGENT: deadlines.urgent_start, Grade.IMPORTANT: deadlines.important_start}.get(grade)
    return None if window is None else since + window


def contact_due(since: datetime, deadlines: Deadlines) -> datetime:
    """When the customer must have been contacted for the first time."""
    return since + deadlines.first_contact


def is_contact_awaited(case: Case) -> bool:
    """Whether somebody still has to try to reach the customer, who did not ask to be left alone."""
    return case.status in _BEFORE_CONTACT and case.attempted_at is None and not case.no_contact


def overdue_after(case: Case, deadlines: Deadlines) -> datetime | None:
    """Until when the follow-up counts as kept."""
    return None if case.follow_up_due_at is None else case.follow_up_due_at + deadlines.follow_up_grace


def timers_for(case: Case, deadlines: Deadlines) -> dict[TimerKind, datetime]:
    """The timers a case in this state must have; whatever else is pending became moot.

    Snoozing moves reminders, never a deadline or an escalation: a warning that would come after what it warns of
    falls away. The owner hears of a snoozed case again at the end of the snooze, by a timer that speaks to them or by
    SNOOZE_OVER.
    """
    due = dict(_due(case, deadlines))
    until = case.snoozed_until
    if until is None:
        return due
    asleep = {
        kind: max(at, until) if kind in _MAY_SLEEP else at
        for kind, at in due.items()
        if kind not in _WARNS_OF or until < due[_WARNS_OF[kind]]
    }
    wakes = any(at == until and kind in _TELLS_OWNER for kind, at in asleep.items())
    return asleep if wakes else asleep | {TimerKind.SNOOZE_OVER: until}


def is_moot(case: Case, kind: TimerKind, deadlines: Deadlines) -> bool:
    """Whether nothing should be said any more when this timer fires."""
    return kind not in timers_for(case, deadlines)


def is_to_be_heard(case: Case, kind: TimerKind) -> bool:
    """Whether what a timer has said still asks for something; it may have waited for long on its way to people."""
    match kind:
        case TimerKind.START_WARN | TimerKind.START_OVERDUE:
            return case.status is Status.OPEN
        case TimerKind.CONTACT_WARN | TimerKind.CONTACT_OVERDUE:
            return is_contact_awaited(case)
        case TimerKind.FOLLOW_UP | TimerKind.FOLLOW_UP_OVERDUE:
            return case.status is Status.RESOLVED and not case.no_contact
        case TimerKind.APPROVAL_LATE:
            return case.status in _IN_HAND
        case TimerKind.SNOOZE_OVER:
            return case.status not in (Status.CLOSED, Status.DISMISSED)


def missed(case: Case, kind: TimerKind, at: datetime) -> Case:
    """The case after this timer fired, one version on; the same case where it only reminded."""
    told = _awake(_told(case, kind, at), at)
    return case if told == case else replace(told, version=case.version + 1)


def _told(case: Case, kind: TimerKind, at: datetime) -> Case:
    if kind is TimerKind.START_OVERDUE:
        return replace(case, start_missed_at=at, start_kept=_lost(case.start_kept))
    if kind is TimerKind.CONTACT_OVERDUE:
        return replace(
            case, contact_missed_at=at, contact_kept=_lost(case.contact_kept), reached_kept=_lost(case.reached_kept)
        )
    if kind is TimerKind.FOLLOW_UP:
        return replace(case, follow_up_asked_at=at)
    if kind is TimerKind.APPROVAL_LATE:
        return replace(case, approval_until=None)
    if kind is TimerKind.FOLLOW_UP_OVERDUE:
        return replace(case, follow_up_kept=_lost(case.follow_up_kept))
    return case


def _awake(case: Case, at: datetime) -> Case:
    """A snooze ends with the first timer that fires at its end or later."""
    if case.snoozed_until is None or at < case.snoozed_until:
        return case
    return replace(case, snoozed_until=None, snooze_reason="")


def _due(case: Case, deadlines: Deadlines) -> list[tuple[TimerKind, datetime]]:
    due: list[tuple[TimerKind, datetime]] = []
    if case.status is Status.OPEN and case.start_due_at and not case.start_missed_at:
        due += [
            (TimerKind.START_WARN, case.start_due_at - deadlines.warn_before),
            (TimerKind.START_OVERDUE, case.start_due_at),
        ]
    if is_contact_awaited(case) and not case.contact_missed_at:
        due += [
            (TimerKind.CONTACT_WARN, case.contact_due_at - deadlines.warn_before),
            (TimerKind.CONTACT_OVERDUE, case.contact_due_at),
        ]
    if case.approval_until and case.status in _IN_HAND:
        due.append((TimerKind.APPROVAL_LATE, case.approval_until))
    if case.status is Status.RESOLVED and case.follow_up_due_at and not case.no_contact:
        due += [
            (TimerKind.FOLLOW_UP, case.follow_up_due_at),
            (TimerKind.FOLLOW_UP_OVERDUE, case.follow_up_due_at + deadlines.follow_up_grace),
        ]
    return due


def _lost(decided: bool | None) -> bool:
    return decided if decided is not None else False
