"""Tables of what is done about a case: offers, tasks, causes, public replies."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, text_column

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_IS_TO_REMIND = text("remind_at IS NOT NULL")
_IS_AWAITED = text("until IS NOT NULL")
_IS_DISPUTED = text("stand = 'disputed'")
_IS_EXECUTED = text("executed_at IS NOT NULL")
_QUOTES = text("improvement_id IS NOT NULL")


class CompensationRow(Row, table=True):
    """One offer of a case, as `bot.rules.ladder.Compensation`. It has no column about the review, and gets none."""

    __tablename__ = "compensation"
    __table_args__ = (
        Index("compensation_case", "case_id", "id"),
        Index("compensation_stand", "stand", "asked_at"),
        Index("compensation_asked", "asked_at"),
        Index("compensation_executed", "executed_at", sqlite_where=_IS_EXECUTED),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    level: int
    solution: str
    amount_cents: int = Field(sa_type=BigInteger)
    stand: str
    needs: str
    asked_by: str
    asked_at: datetime = moment()
    asks: int = 1
    decided_by: str | None = None
    decided_at: datetime | None = moment(nullable=True)
    reason: str = sealed("compensation.reason")
    executed_by: str | None = None
    executed_at: datetime | None = moment(nullable=True)


class TaskRow(Row, table=True):
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
    what: str = sealed("task.what")
    due_at: datetime = moment()
    made_at: datetime = moment()
    made_by: str
    owner: str | None = None
    deed: str | None = None
    occasion: str | None = None
    kindness: str | None = None
    cost_cents: int = Field(default=0, sa_type=BigInteger)
    stand: str = "open"
    ended_at: datetime | None = moment(nullable=True)
    ended_by: str | None = None
    reason: str = sealed("task.reason")
    remind_at: datetime | None = moment(nullable=True)


class CauseRow(Row, table=True):
    """A finding of a root cause, as `bot.rules.causes.Finding`."""

    __tablename__ = "cause"
    __table_args__ = (
        Index("cause_case", "case_id", "id"),
        Index("cause_found", "found_at"),
        Index("cause_until", "until", sqlite_where=_IS_AWAITED),
        Index("cause_disputed", "decided_at", sqlite_where=_IS_DISPUTED),
        Index("cause_name", "name", "found_at", "id"),
        Index("cause_stage", "stage", "found_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    stage: str
    department: str
    name: str = ""
    note: str = sealed("cause.note")
    found_by: str
    found_at: datetime = moment()
    channel: str | None = None
    until: datetime | None = moment(nullable=True)
    stand: str
    decided_by: str | None = None
    decided_at: datetime | None = moment(nullable=True)
    reason: str = sealed("cause.reason")


class PublicReplyRow(Row, table=True):
    """What was said under a review: one a case."""

    __tablename__ = "public_reply"
    __table_args__ = (Index("public_reply_improvement", "improvement_id", sqlite_where=_QUOTES),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", unique=True)
    text: str = text_column()
    script: str
    at: datetime = moment()
    by: str
    improvement_id: int | None = None


class ReplyRequestRow(Row, table=True):
    """A public reply that somebody above reads first, as `bot.rules.reply_request.ReplyRequest`."""

    __tablename__ = "reply_request"
    __table_args__ = (
        Index("reply_request_case", "case_id", "id"),
        Index("reply_request_stand", "stand", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    text: str = sealed("reply_request.text")
    script: str
    asked_by: str
    asked_at: datetime = moment()
    needs: str
    stand: str
    decided_by: str | None = None
    decided_at: datetime | None = moment(nullable=True)
    reason: str = sealed("reply_request.reason")
