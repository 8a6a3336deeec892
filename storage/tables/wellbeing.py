"""Tables of how people are: what came to them lately, pauses, private answers. Nothing that counts work reads them."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, sealed_json

# PostgreSQL has the same partial indexes, from the migration: to name them here would load its dialect at every start.
_IS_TO_ASK = text("ask_at IS NOT NULL")


class StrainRow(Row, table=True):
    """A case came to a person, once: how strong and how grave it was then; `by_desk` where the rule gave it."""

    __tablename__ = "strain"
    __table_args__ = (Index("strain_at", "at"), Index("strain_of_person", "user_id", "at"))

    user_id: str = Field(primary_key=True)
    case_id: int = Field(primary_key=True)
    at: datetime = moment()
    intensity: int
    grade: str
    intense: bool
    by_desk: bool


class StrainPauseRow(Row, table=True):
    """Until when no intense case is given to a person, as `bot.rules.strain.Pause`."""

    __tablename__ = "strain_pause"
    __table_args__ = (Index("strain_pause_until", "until"), Index("strain_pause_begun", "begun_at"))

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    begun_at: datetime = moment()
    until: datetime = moment()
    because: str
    episode: int = 0


class StrainDayRow(Row, table=True):
    """A date of the whole team, in numbers without anybody in them, as `bot.rules.strain.DayOfTeam`."""

    __tablename__ = "strain_day"

    local_date: date = Field(primary_key=True)
    people: int
    peaks: float


class WellbeingRow(Row, table=True):
    """A person: when they were last told of the soft limit, when they are to be asked how they are, and were last."""

    __tablename__ = "wellbeing"
    __table_args__ = (Index("wellbeing_ask", "ask_at", sqlite_where=_IS_TO_ASK),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: str = Field(unique=True)
    soft_told_at: datetime | None = moment(nullable=True)
    ask_at: datetime | None = moment(nullable=True)
    asked_on: date | None = None


class CheckInRow(Row, table=True):
    """What a person answered on a day; read by that person alone."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("user_id", "day", name="check_in_once"), Index("check_in_day", "day"))

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    day: date
    mood: str = sealed("check_in.mood")


class BuddyAskRow(Row, table=True):
    """Somebody wants five minutes with a colleague: who is asked now, who was before, and whether it is over."""

    __tablename__ = "buddy_ask"
    __table_args__ = (Index("buddy_ask_of", "user_id", "asked_at"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    asked_at: datetime = moment()
    buddy: str
    tried: list[str] = sealed_json("buddy_ask.tried")
    is_over: bool = False
