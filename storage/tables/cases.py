"""Tables of cases: the case now, what happened to it, and the reminders to come."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlmodel import Field

from storage.columns import Seconds
from storage.tables.parts import Row, json_column, moment, optional_json, sealed, sealed_json

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_IS_IN_HAND = text("status IN ('open', 'claimed', 'contacted', 'solving', 'waiting', 'resolved')")
_WENT_WELL = text("satisfaction >= 4 AND reopened = 0")
_IS_CALL_BACK = text("what IN ('follow_up_good', 'follow_up_bad')")


class CaseRow(Row, table=True):
    """A case; the columns from `version` on are the fields of `bot.case.Case`.

    `bought_again_at` is none of them: no rule about a case, its compensation or its invitation ever sees it. `ladder`
    are the steps of escalation that hold for it (`storage.escalations`).
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("review_id", name="case_review"),
        Index("case_status", "status", "contact_due_at"),
        Index("case_owner", "owner", "status"),
        Index("case_in_hand", "status", "owner", sqlite_where=_IS_IN_HAND),
        Index("case_opened", "opened_at"),
        Index("case_resolved", "resolved_at"),
        Index("case_follow_up", "follow_up_due_at"),
        Index("case_went_well", "category", "closed_at", sqlite_where=_WENT_WELL),
    )

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    secondary: list[str] = json_column()
    reasons: list[dict[str, Any]] = json_column()
    intensity: int = 1
    confidence: float = 0.0
    assigned_because: str = ""
    graded: str = "normal"
    bought_again_at: datetime | None = moment(nullable=True)
    ladder: dict[str, Any] | None = optional_json()
    version: int = 1
    status: str
    grade: str
    safety: bool = False
    opened_at: datetime = moment()
    contact_due_at: datetime = moment()
    start_due_at: datetime | None = moment(nullable=True)
    owner: str | None = None
    generation: int = 1
    claimed_at: datetime | None = moment(nullable=True)
    claimed_by: str | None = None
    first_claimed_at: datetime | None = moment(nullable=True)
    attempted_at: datetime | None = moment(nullable=True)
    attempted_by: str | None = None
    reached_at: datetime | None = moment(nullable=True)
    reached_by: str | None = None
    contact_channel: str | None = None
    contacts: int = 0
    solution: str | None = None
    solution_note: str = sealed("case.solution_note")
    solved_at: datetime | None = moment(nullable=True)
    solved_by: str | None = None
    waiting_at: datetime | None = moment(nullable=True)
    waiting_by: str | None = None
    waited: timedelta = Field(default=timedelta(), sa_type=Seconds)
    snoozed_until: datetime | None = moment(nullable=True)
    snooze_reason: str = sealed("case.snooze_reason")
    start_missed_at: datetime | None = moment(nullable=True)
    contact_missed_at: datetime | None = moment(nullable=True)
    resolved_at: datetime | None = moment(nullable=True)
    resolved_by: str | None = None
    cause_stage: str | None = None
    cause_department: str | None = None
    cause_name: str | None = None
    cause_note: str = sealed("case.cause_note")
    follow_up_due_at: datetime | None = moment(nullable=True)
    follow_up_asked_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    closed_by: str | None = None
    satisfaction: int | None = None
    dismissed_at: datetime | None = moment(nullable=True)
    dismissed_by: str | None = None
    dismissed_reason: str = sealed("case.dismissed_reason")
    start_kept: bool | None = None
    contact_kept: bool | None = None
    reached_kept: bool | None = None
    follow_up_kept: bool | None = None
    reopened: int = 0
    category: str | None = None
    no_contact: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    approval_until: datetime | None = moment(nullable=True)
    invited_at: datetime | None = moment(nullable=True)
    invited_by: str | None = None
    replied_at: datetime | None = moment(nullable=True)
    replied_by: str | None = None


class EventRow(Row, table=True):
    """The timeline: what happened to a case, when, by whom. Append-only; the database refuses anything else."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_case", "case_id", "id"),
        Index("event_called_back", "at", sqlite_where=_IS_CALL_BACK),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    at: datetime = moment()
    actor: str | None = None
    what: str
    from_status: str | None = None
    to_status: str
    facts: dict[str, Any] = sealed_json("event.facts")


class TimerRow(Row, table=True):
    """One reminder to come; `settled_at` says when it fired or became moot, `outcome` which."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "generation", name="timer_identity"),
        Index("timer_due", "settled_at", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    kind: str
    generation: int
    due_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
    outcome: str | None = None
    failures: int = 0
    not_before: datetime | None = moment(nullable=True)
