"""Tables: what is kept. Rows stay in this floor; everyone above gets frozen values."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from storage.columns import Sealed, SealedJson, Seconds, UtcDateTime

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_IS_IN_HAND = text("status IN ('open', 'claimed', 'contacted', 'solving', 'waiting', 'resolved')")
_IS_DEAD = text("dead_because IS NOT NULL")
_IS_PENDING = text("pending")
_IS_GATHERED = text("gathered_in IS NOT NULL")
_IS_SWEPT = text("sweep_at IS NOT NULL")
_IS_TO_REMIND = text("remind_at IS NOT NULL")
_IS_AWAITED = text("until IS NOT NULL")


def _moment(**kwargs: Any) -> Any:
    return Field(default=None, sa_type=UtcDateTime, **kwargs)


def _json() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


def _text() -> Any:
    return Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


def _sealed(place: str, *, nullable: bool = False) -> Any:
    """Words that may tell who a customer is; free words of colleagues are among them."""
    default = None if nullable else ""
    return Field(default=default, sa_column=Column(Sealed(place), nullable=nullable, server_default=default))


def _sealed_json(place: str) -> Any:
    return Field(sa_column=Column(SealedJson(place), nullable=False))


class _Row(SQLModel):
    """Rows are written by our own code: pydantic's checks of them are built only if somebody asks for them."""

    model_config = {"defer_build": True}


class InboxRow(_Row, table=True):
    """One delivery about one review, as it came; written before anything is answered."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("inbox_review", "source", "external_id"),
        Index("inbox_waiting", "taken_in_at", "id"),
        UniqueConstraint("source", "delivery", "external_id", "content_hash", name="inbox_delivery"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    delivery: str
    content_hash: str
    review: dict[str, Any] = _sealed_json("inbox.review")
    received_at: datetime = _moment()
    taken_in_at: datetime | None = _moment(nullable=True)
    not_before: datetime | None = _moment(nullable=True)
    failures: int = 0


class ReviewRow(_Row, table=True):
    """A review as it is now; its earlier wordings are in `revision`."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("source", "external_id", name="review_identity"),
        Index("review_alike", "sku", "category", "received_at"),
        Index("review_customer", "customer_id", "store"),
        Index("review_store", "store", "id"),
        Index("review_received", "received_at"),
        Index("review_forgotten", "forgotten_at", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    content_hash: str
    revision: int = 1
    store: str
    platform: str = ""
    sku: str | None = None
    product_name: str = ""
    line: str = ""
    order_id: str | None = _sealed("review.order_id", nullable=True)
    order_fingerprint: str | None = None
    order_paid_cents: int | None = Field(default=None, sa_type=BigInteger)
    customer_id: str | None = None
    customer_name: str = _sealed("review.customer_name")
    name_fingerprint: str | None = None
    customer_phone: str = _sealed("review.customer_phone")
    customer_email: str = _sealed("review.customer_email")
    tier: str = "basic"
    rating: int | None = None
    text: str = _text()
    images: int = 0
    videos: int = 0
    useful: int = 0
    category: str | None = None
    is_negative: bool = False
    change: str = "created"
    written_at: datetime = _moment()
    received_at: datetime = _moment()
    changed_at: datetime | None = _moment(nullable=True)
    deleted_at: datetime | None = _moment(nullable=True)
    forgotten_at: datetime | None = _moment(nullable=True)


class RevisionRow(_Row, table=True):
    """One wording of a review; the first is number 1. Never changed."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("review_id", "number", name="revision_number"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    number: int
    change: str
    rating: int | None = None
    text: str = _text()
    at: datetime = _moment()


class CaseRow(_Row, table=True):
    """A case; the columns after `confidence` are the fields of `bot.case.Case`."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("review_id", name="case_review"),
        Index("case_status", "status", "contact_due_at"),
        Index("case_owner", "owner", "status"),
        Index("case_in_hand", "status", "owner", sqlite_where=_IS_IN_HAND),
        Index("case_opened", "opened_at"),
        Index("case_resolved", "resolved_at"),
        Index("case_follow_up", "follow_up_due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    secondary: list[str] = _json()
    reasons: list[dict[str, Any]] = _json()
    intensity: int = 1
    confidence: float = 0.0
    assigned_because: str = ""
    graded: str = "normal"
    version: int = 1
    status: str
    grade: str
    safety: bool = False
    opened_at: datetime = _moment()
    contact_due_at: datetime = _moment()
    start_due_at: datetime | None = _moment(nullable=True)
    owner: str | None = None
    generation: int = 1
    claimed_at: datetime | None = _moment(nullable=True)
    claimed_by: str | None = None
    first_claimed_at: datetime | None = _moment(nullable=True)
    attempted_at: datetime | None = _moment(nullable=True)
    attempted_by: str | None = None
    reached_at: datetime | None = _moment(nullable=True)
    reached_by: str | None = None
    contact_channel: str | None = None
    contacts: int = 0
    solution: str | None = None
    solution_note: str = _sealed("case.solution_note")
    solved_at: datetime | None = _moment(nullable=True)
    solved_by: str | None = None
    waiting_at: datetime | None = _moment(nullable=True)
    waiting_by: str | None = None
    waited: timedelta = Field(default=timedelta(), sa_type=Seconds)
    snoozed_until: datetime | None = _moment(nullable=True)
    snooze_reason: str = _sealed("case.snooze_reason")
    start_missed_at: datetime | None = _moment(nullable=True)
    contact_missed_at: datetime | None = _moment(nullable=True)
    resolved_at: datetime | None = _moment(nullable=True)
    resolved_by: str | None = None
    cause_stage: str | None = None
    cause_department: str | None = None
    cause_note: str = _sealed("case.cause_note")
    follow_up_due_at: datetime | None = _moment(nullable=True)
    follow_up_asked_at: datetime | None = _moment(nullable=True)
    closed_at: datetime | None = _moment(nullable=True)
    closed_by: str | None = None
    satisfaction: int | None = None
    dismissed_at: datetime | None = _moment(nullable=True)
    dismissed_by: str | None = None
    dismissed_reason: str = _sealed("case.dismissed_reason")
    start_kept: bool | None = None
    contact_kept: bool | None = None
    reached_kept: bool | None = None
    follow_up_kept: bool | None = None
    reopened: int = 0
    category: str | None = None
    no_contact: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    approval_until: datetime | None = _moment(nullable=True)
    invited_at: datetime | None = _moment(nullable=True)
    invited_by: str | None = None
    replied_at: datetime | None = _moment(nullable=True)
    replied_by: str | None = None


class PublicReplyRow(_Row, table=True):
    """What was said under a review: one a case."""

    __tablename__ = "public_reply"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", unique=True)
    text: str = _text()
    script: str
    at: datetime = _moment()
    by: str


class ReplyRequestRow(_Row, table=True):
    """A public reply that somebody above reads first, as `bot.rules.reply_request.ReplyRequest`."""

    __tablename__ = "reply_request"
    __table_args__ = (
        Index("reply_request_case", "case_id", "id"),
        Index("reply_request_stand", "stand", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    text: str = _sealed("reply_request.text")
    script: str
    asked_by: str
    asked_at: datetime = _moment()
    needs: str
    stand: str
    decided_by: str | None = None
    decided_at: datetime | None = _moment(nullable=True)
    reason: str = _sealed("reply_request.reason")


class CompensationRow(_Row, table=True):
    """One offer of a case, as `bot.rules.ladder.Compensation`. It has no column about the review, and gets none."""

    __tablename__ = "compensation"
    __table_args__ = (
        Index("compensation_case", "case_id", "id"),
        Index("compensation_stand", "stand", "asked_at"),
        Index("compensation_asked", "asked_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    level: int
    solution: str
    amount_cents: int = Field(sa_type=BigInteger)
    stand: str
    needs: str
    asked_by: str
    asked_at: datetime = _moment()
    asks: int = 1
    decided_by: str | None = None
    decided_at: datetime | None = _moment(nullable=True)
    reason: str = _sealed("compensation.reason")
    executed_by: str | None = None
    executed_at: datetime | None = _moment(nullable=True)


class TaskRow(_Row, table=True):
    """Something to do by a date besides a case's own steps, as `bot.rules.tasks.Task`."""

    __tablename__ = "task"
    __table_args__ = (
        Index("task_case", "case_id", "id"),
        Index("task_owner", "owner", "stand"),
        Index("task_care", "kind", "made_at"),
        Index("task_remind", "remind_at", sqlite_where=_IS_TO_REMIND),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    kind: str
    what: str = _sealed("task.what")
    due_at: datetime = _moment()
    made_at: datetime = _moment()
    made_by: str
    owner: str | None = None
    deed: str | None = None
    occasion: str | None = None
    kindness: str | None = None
    cost_cents: int = Field(default=0, sa_type=BigInteger)
    stand: str = "open"
    ended_at: datetime | None = _moment(nullable=True)
    ended_by: str | None = None
    reason: str = _sealed("task.reason")
    remind_at: datetime | None = _moment(nullable=True)


class CauseRow(_Row, table=True):
    """A finding of a root cause, as `bot.rules.causes.Finding`."""

    __tablename__ = "cause"
    __table_args__ = (
        Index("cause_case", "case_id", "id"),
        Index("cause_found", "found_at"),
        Index("cause_until", "until", sqlite_where=_IS_AWAITED),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    stage: str
    department: str
    note: str = _sealed("cause.note")
    found_by: str
    found_at: datetime = _moment()
    channel: str | None = None
    until: datetime | None = _moment(nullable=True)
    stand: str
    decided_by: str | None = None
    decided_at: datetime | None = _moment(nullable=True)
    reason: str = _sealed("cause.reason")


class EventRow(_Row, table=True):
    """The timeline: what happened to a case, when, by whom. Append-only; the database refuses anything else."""

    __tablename__ = "event"
    __table_args__ = (Index("event_case", "case_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    at: datetime = _moment()
    actor: str | None = None
    what: str
    from_status: str | None = None
    to_status: str
    facts: dict[str, Any] = _sealed_json("event.facts")


class TimerRow(_Row, table=True):
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
    due_at: datetime = _moment()
    settled_at: datetime | None = _moment(nullable=True)
    outcome: str | None = None
    failures: int = 0
    not_before: datetime | None = _moment(nullable=True)


class MessageRow(_Row, table=True):
    """What must stand in Slack: a card (a projection of its case), a notice (text and blocks as written), a summary.

    `about` and `generation` name the timer that a notice speaks for: once that is moot, so is the notice. `gathered_in`
    is the storm summary that shows it until it is posted itself. At `sweep_at` the channel is searched for extras.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("key", name="message_key"),
        Index("message_unsent", "pending", "not_before"),
        Index("message_next", "channel", "rank", "id", sqlite_where=_IS_PENDING),
        Index("message_case", "case_id", "kind"),
        Index("message_dead", "died_at", sqlite_where=_IS_DEAD),
        Index("message_gathered", "gathered_in", sqlite_where=_IS_GATHERED),
        Index("message_sweep", "sweep_at", sqlite_where=_IS_SWEPT),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    case_id: int | None = Field(default=None, foreign_key="case.id")
    channel: str
    rank: int = 0
    text: str = _sealed("message.text")
    blocks: list[dict[str, Any]] = _sealed_json("message.blocks")
    in_thread: bool = False
    about: str | None = None
    generation: int | None = None
    pending: bool = True
    desired_version: int = 1
    sent_version: int = 0
    posted_channel: str | None = None
    posted_ts: str | None = None
    posted_at: datetime | None = _moment(nullable=True)
    gathered_in: int | None = Field(default=None, foreign_key="message.id")
    sweep_at: datetime | None = _moment(nullable=True)
    sweeps: int = 0
    not_before: datetime = _moment()
    leased_until: datetime | None = _moment(nullable=True)
    lease: str | None = None
    attempts: int = 0
    doubtful_since: datetime | None = _moment(nullable=True)
    dead_because: str | None = None
    died_at: datetime | None = _moment(nullable=True)
    created_at: datetime = _moment()


class PlaceRow(_Row, table=True):
    """A place in Slack, shared by all processes: its turns (a token bucket), Slack's wish to wait, and its trouble.

    `channel` is a channel or user id; `*` is the workspace as a whole. `turns` were left at `refilled_at`.
    """

    __tablename__ = "place"

    channel: str = Field(primary_key=True)
    turns: float = 0.0
    refilled_at: datetime = _moment()
    held_until: datetime | None = _moment(nullable=True)
    broken_because: str | None = None
    broken_since: datetime | None = _moment(nullable=True)
    told_at: datetime | None = _moment(nullable=True)
    probe_at: datetime | None = _moment(nullable=True)
    probes: int = 0


class PressRow(_Row, table=True):
    """A press, submission or event that counted; the same key never counts again."""

    __tablename__ = "press"

    key: str = Field(primary_key=True)
    at: datetime = _moment()


class OccurrenceRow(_Row, table=True):
    """A daily job that has been done for a local date."""

    __tablename__ = "occurrence"

    name: str = Field(primary_key=True)
    local_date: date = Field(primary_key=True)
    at: datetime = _moment()


class PersonRow(_Row, table=True):
    """A member who has signed off, and until when."""

    __tablename__ = "person"

    user_id: str = Field(primary_key=True)
    off_until: datetime | None = _moment(nullable=True)


class DataKeyRow(_Row, table=True):
    """A key that something in this database is sealed under, by its id; the key itself is kept elsewhere."""

    __tablename__ = "data_key"

    key_id: str = Field(primary_key=True)
    since: datetime = _moment()
