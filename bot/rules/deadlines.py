"""Deadlines: when a case must be started, contacted and followed up, by grade; and the timers that watch over it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from bot.case import Case
from bot.duration import Duration
from bot.vocabulary import Grade, Status, TimerKind


class Deadlines(BaseModel):
    """The clocks of the trade; the policy's [deadlines]."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urgent_start: Duration = timedelta(minutes=30)
    important_start: Duration = timedelta(minutes=60)
    first_contact: Duration = timedelta(hours=2)
    warn_before: Duration = timedelta(minutes=15)
    follow_up: Duration = timedelta(days=7)
    follow_up_grace: Duration = timedelta(days=1)
    snooze_longest: Duration = timedelta(hours=2)

    @model_validator(mode="after")
    def _warned_in_time(self) -> Self:
        if self.warn_before >= min(self.urgent_start, self.important_start, self.first_contact):
            raise ValueError("warn_before shorter than every deadline it warns of")
        return self


_BEFORE_CONTACT = frozenset({Status.OPEN, Status.CLAIMED, Status.SOLVING})


def start_due(grade: Grade, since: datetime, deadlines: Deadlines) -> datetime | None:
    """When handling must have begun; None for a normal case, which only its first contact binds."""
    window = {Grade.URGENT: deadlines.urgent_start, Grade.IMPORTANT: deadlines.important_start}.get(grade)
    return None if window is None else since + window


def contact_due(since: datetime, deadlines: Deadlines) -> datetime:
    """When the customer must have been contacted for the first time."""
    return since + deadlines.first_contact


def overdue_after(case: Case, deadlines: Deadlines) -> datetime | None:
    """Until when the follow-up counts as kept."""
    return None if case.follow_up_due_at is None else case.follow_up_due_at + deadlines.follow_up_grace


def timers_for(case: Case, deadlines: Deadlines) -> dict[TimerKind, datetime]:
    """The timers a case in this state must have; whatever else is pending became moot. Snoozing moves them."""
    due = dict(_due(case, deadlines))
    if case.snoozed_until is None:
        return due
    asleep = {kind: max(at, case.snoozed_until) for kind, at in due.items()}
    if TimerKind.FOLLOW_UP not in due and case.snoozed_until not in asleep.values():
        asleep[TimerKind.SNOOZE_OVER] = case.snoozed_until
    return asleep


def is_moot(case: Case, kind: TimerKind, deadlines: Deadlines) -> bool:
    """Whether nothing should be said any more when this timer fires."""
    return kind not in timers_for(case, deadlines)


def missed(case: Case, kind: TimerKind, at: datetime) -> Case:
    """The case after a deadline ran out, one version on; the same case where the timer only reminds."""
    if kind is TimerKind.START_OVERDUE:
        late = replace(case, start_missed_at=at, start_kept=_lost(case.start_kept))
    elif kind is TimerKind.CONTACT_OVERDUE:
        late = replace(
            case, contact_missed_at=at, contact_kept=_lost(case.contact_kept), reached_kept=_lost(case.reached_kept)
        )
    elif kind is TimerKind.FOLLOW_UP:
        late = replace(case, follow_up_asked_at=at)
    elif kind is TimerKind.FOLLOW_UP_OVERDUE:
        late = replace(case, follow_up_kept=_lost(case.follow_up_kept))
    elif kind is TimerKind.SNOOZE_OVER:
        late = replace(case, snoozed_until=None, snooze_reason="")
    else:
        return case
    return replace(late, version=case.version + 1)


def _due(case: Case, deadlines: Deadlines) -> list[tuple[TimerKind, datetime]]:
    due: list[tuple[TimerKind, datetime]] = []
    if case.status is Status.OPEN and case.start_due_at and not case.start_missed_at:
        due += [
            (TimerKind.START_WARN, case.start_due_at - deadlines.warn_before),
            (TimerKind.START_OVERDUE, case.start_due_at),
        ]
    if case.status in _BEFORE_CONTACT and case.attempted_at is None and not case.contact_missed_at:
        due += [
            (TimerKind.CONTACT_WARN, case.contact_due_at - deadlines.warn_before),
            (TimerKind.CONTACT_OVERDUE, case.contact_due_at),
        ]
    if case.status is Status.RESOLVED and case.follow_up_due_at:
        due += [
            (TimerKind.FOLLOW_UP, case.follow_up_due_at),
            (TimerKind.FOLLOW_UP_OVERDUE, case.follow_up_due_at + deadlines.follow_up_grace),
        ]
    return due


def _lost(decided: bool | None) -> bool:
    return decided if decided is not None else False
