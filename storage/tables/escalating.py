"""Table of escalations: the steps after a missed deadline, and which of them were told."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_WAITS = text("settled_at IS NULL")
_IS_TOLD = text("reached IS NOT NULL")


class EscalationStepRow(Row, table=True):
    """One step of a case after one missed deadline, told once at the most.

    `due_at` is when its time is up, `tell_at` when it is told: quiet hours may lie between. `settled_at` says when it
    was told or became moot, `outcome` which; `reached` whom it came to, who may stand higher than `level`.
    """

    __tablename__ = "escalation_step"
    __table_args__ = (
        UniqueConstraint("case_id", "what", "missed_at", "level", name="escalation_step_once"),
        Index("escalation_step_due", "tell_at", sqlite_where=_WAITS),
        Index("escalation_step_told", "settled_at", sqlite_where=_IS_TOLD),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    what: str
    missed_at: datetime = moment()
    level: str
    due_at: datetime = moment()
    tell_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
    outcome: str | None = None
    reached: str | None = None
