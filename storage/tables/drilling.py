"""Tables of drills: practice with a played customer. They name no case, and nothing of the real work names them."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, sealed_json

# PostgreSQL has the same partial indexes, from the migration: to name them here would load its dialect at every start.
_GOES_ON = text("stand = 'going'")
_IS_TO_WAKE = text("wakes_at IS NOT NULL")
_IS_TO_REMIND = text("remind_at IS NOT NULL")


class DrillRow(Row, table=True):
    """One drill, as `bot.rules.drills.Drill`; one that goes on is the only one of its trainee's."""

    __tablename__ = "drill"
    __table_args__ = (
        Index("drill_going", "user_id", unique=True, sqlite_where=_GOES_ON),
        Index("drill_of_person", "user_id", "begun_at"),
        Index("drill_ended", "ended_at"),
        Index("drill_wakes", "wakes_at", sqlite_where=_IS_TO_WAKE),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    persona: str
    seed: int
    story: dict[str, str] = sealed_json("drill.story")
    begun_at: datetime = moment()
    stand: str
    turns: int = 0
    wakes_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    empathy: int | None = None
    facts: int | None = None
    compliance: int | None = None
    solution: int | None = None
    time: int | None = None
    total: int | None = None


class DrillTurnRow(Row, table=True):
    """What a trainee wrote in a drill, and what the played customer answered; `number` counts from 1."""

    __tablename__ = "drill_turn"
    __table_args__ = (UniqueConstraint("drill_id", "number", name="drill_turn_once"),)

    id: int | None = Field(default=None, primary_key=True)
    drill_id: int = Field(foreign_key="drill.id")
    number: int
    said: str = sealed("drill_turn.said")
    said_at: datetime = moment()
    answered: str = sealed("drill_turn.answered")


class DrillOfferRow(Row, table=True):
    """The month's drill was offered to somebody, and when they are reminded of it."""

    __tablename__ = "drill_offer"
    __table_args__ = (
        UniqueConstraint("user_id", "month", name="drill_offer_once"),
        Index("drill_offer_remind", "remind_at", sqlite_where=_IS_TO_REMIND),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    month: date
    offered_at: datetime = moment()
    remind_at: datetime | None = moment(nullable=True)
