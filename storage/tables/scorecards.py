"""Tables of scorecards: checks of how cases were handled, a month's card of each agent, and what they contest in it.

Points, quotes and cards lie sealed: whoever reads the database without its key learns nothing about anybody's work.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, sealed_json

# PostgreSQL has the same partial index, from the migration: to name it here would load its dialect at every start.
_IS_OPEN = text("closing_at IS NOT NULL")


class QualityCheckRow(Row, table=True):
    """One person's check of one case, as `bot.rules.quality_checks.QualityCheck`; a second one takes its place."""

    __tablename__ = "quality_check"
    __table_args__ = (
        UniqueConstraint("case_id", "checked_by", name="quality_check_once"),
        Index("quality_check_at", "checked_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    agent: str
    checked_by: str
    checked_at: datetime = moment()
    found: dict[str, Any] = sealed_json("quality_check.found")


class ScorecardRow(Row, table=True):
    """A frozen card: as it is told, and the cases behind it; `closing_at` while it may be contested."""

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("user_id", "month", name="scorecard_once"),
        Index("scorecard_month", "month"),
        Index("scorecard_closing", "closing_at", sqlite_where=_IS_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    month: date
    frozen_at: datetime = moment()
    contest_until: datetime = moment()
    closing_at: datetime | None = moment(nullable=True)
    card: dict[str, Any] = sealed_json("scorecard.card")
    evidence: dict[str, Any] = sealed_json("scorecard.evidence")
    version: int = 1


class ScorecardMonthRow(Row, table=True):
    """A month that is frozen, and up to when it took quality checks: those of the next begin there."""

    __tablename__ = "frozen_month"

    month: date = Field(primary_key=True)
    checks_until: datetime = moment()


class ScorecardWaitingRow(Row, table=True):
    """A case that no card of this month could count yet: the next month's does. `agent` is whose it was then."""

    __tablename__ = "scorecard_waiting"

    month: date = Field(primary_key=True)
    case_id: int = Field(primary_key=True, foreign_key="case.id")
    agent: str | None = None


class ScorecardContestRow(Row, table=True):
    """What an agent contests in their card, and what became of it: decided once, and never changed after."""

    __tablename__ = "scorecard_contest"
    __table_args__ = (UniqueConstraint("card_id", "case_id", "part", name="scorecard_contest_once"),)

    id: int | None = Field(default=None, primary_key=True)
    card_id: int = Field(foreign_key="scorecard.id")
    case_id: int = Field(foreign_key="case.id")
    part: str
    reason: str = sealed("scorecard_contest.reason")
    asked_at: datetime = moment()
    stand: str
    decided_by: str | None = None
    decided_at: datetime | None = moment(nullable=True)
    answer: str = sealed("scorecard_contest.answer")
