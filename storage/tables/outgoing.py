"""Tables of what goes out towards customers by itself."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed

_IS_WAITING = text("stand = 'waiting'")
_IS_UNCLEAR = text("stand = 'unclear'")


class DispatchRow(Row, table=True):
    """One text that the desk sends, as `bot.rules.dispatch.Dispatch`, and the lease of whoever hands it over."""

    __tablename__ = "dispatch"
    __table_args__ = (
        Index("dispatch_due", "not_before", "id", sqlite_where=_IS_WAITING),
        Index("dispatch_case", "case_id", "stand"),
        Index("dispatch_unclear", "asked_at", sqlite_where=_IS_UNCLEAR),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    outlet: str
    purpose: str
    text: str = sealed("dispatch.text")
    script: str
    asked_by: str
    asked_at: datetime = moment()
    gives_up_at: datetime = moment()
    note: str = sealed("dispatch.note")
    waits: bool = False
    stand: str
    tries: int = 0
    not_before: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    reference: str = ""
    because: str = sealed("dispatch.because")
    leased_until: datetime | None = moment(nullable=True)
    lease: str | None = None
