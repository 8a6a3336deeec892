"""Tables of the rota: days that are other than the policy says, who changed what, cases that wait or are handed on."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.parts import Row, json_column, moment, sealed


class RotaEntryRow(Row, table=True):
    """A day of a person; off where `shift` is none, and `kind` says why. `calendar` is empty where it was typed."""

    __tablename__ = "rota_entry"
    __table_args__ = (
        UniqueConstraint("user_id", "day", "calendar", name="rota_entry_once"),
        Index("rota_entry_day", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    day: date
    calendar: str = ""
    shift: str | None = None
    kind: str | None = sealed("rota_entry.kind", nullable=True)
    uid: str = ""
    made_by: str | None = None
    made_at: datetime = moment()


class RotaChangeRow(Row, table=True):
    """What somebody, or a calendar, changed of a person's days; rows are only added. It does not say why one is off."""

    __tablename__ = "rota_change"
    __table_args__ = (Index("rota_change_of_person", "user_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    by: str | None = None
    calendar: str = ""
    user_id: str
    first: date
    last: date
    what: str
    shift: str | None = None


class UnownedRow(Row, table=True):
    """A case that nobody could be given; `besides` has given it back, and is not asked again."""

    __tablename__ = "unowned"
    __table_args__ = (Index("unowned_due", "try_at"),)

    case_id: int = Field(primary_key=True, foreign_key="case.id")
    try_at: datetime = moment()
    besides: str | None = None


class BriefingRow(Row, table=True):
    """Cases that go from one person to another, one after the other: the receiver is told of all of them together."""

    __tablename__ = "briefing"
    __table_args__ = (
        UniqueConstraint("key", "receiver", name="briefing_once"),
        Index("briefing_due", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    receiver: str
    giver: str
    by: str
    numbers: list[int] = json_column()
    due_at: datetime = moment()
