"""Tables of what the shop changes so that complaints come less often."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed

# PostgreSQL has the same partial index, from the migration: to name it here would load its dialect at every start.
_IS_TO_REMIND = text("remind_at IS NOT NULL")


class ImprovementRow(Row, table=True):
    """One improvement item, as `bot.rules.improvements.Improvement`."""

    __tablename__ = "improvement"
    __table_args__ = (
        Index("improvement_stand", "stand", "id"),
        Index("improvement_owner", "owner", "stand"),
        Index("improvement_moved", "moved_at"),
        Index("improvement_remind", "remind_at", sqlite_where=_IS_TO_REMIND),
    )

    id: int | None = Field(default=None, primary_key=True)
    what: str = sealed("improvement.what")
    sku: str | None = None
    line: str | None = None
    store: str | None = None
    product: str = ""
    category: str
    cause: str = ""
    department: str
    owner: str
    start: date
    metric: str
    target: float
    made_by: str
    made_at: datetime = moment()
    case_id: int | None = Field(default=None, foreign_key="case.id")
    stand: str
    before_complaints: int = 0
    before_of: int | None = None
    after_complaints: int = 0
    after_of: int | None = None
    verdict: str | None = None
    judged_at: datetime | None = moment(nullable=True)
    held_at: datetime | None = moment(nullable=True)
    moved_by: str | None = None
    moved_at: datetime | None = moment(nullable=True)
    reason: str = sealed("improvement.reason")
    remind_at: datetime | None = moment(nullable=True)
