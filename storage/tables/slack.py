"""Tables of what stands in Slack, where, and which presses counted."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, sealed_json

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_IS_DEAD = text("dead_because IS NOT NULL")
_IS_PENDING = text("pending")
_IS_GATHERED = text("gathered_in IS NOT NULL")
_IS_SWEPT = text("sweep_at IS NOT NULL")
_IS_PRIVATE = text("key LIKE 'wellbeing:%'")  # as in `storage.private`


class MessageRow(Row, table=True):
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
        Index("message_private", "created_at", sqlite_where=_IS_PRIVATE),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    case_id: int | None = Field(default=None, foreign_key="case.id")
    channel: str
    rank: int = 0
    text: str = sealed("message.text")
    blocks: list[dict[str, Any]] = sealed_json("message.blocks")
    in_thread: bool = False
    about: str | None = None
    generation: int | None = None
    pending: bool = True
    desired_version: int = 1
    sent_version: int = 0
    posted_channel: str | None = None
    posted_ts: str | None = None
    posted_at: datetime | None = moment(nullable=True)
    gathered_in: int | None = Field(default=None, foreign_key="message.id")
    sweep_at: datetime | None = moment(nullable=True)
    sweeps: int = 0
    not_before: datetime = moment()
    leased_until: datetime | None = moment(nullable=True)
    lease: str | None = None
    attempts: int = 0
    doubtful_since: datetime | None = moment(nullable=True)
    dead_because: str | None = None
    died_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class PlaceRow(Row, table=True):
    """A place in Slack, shared by all processes: its turns (a token bucket), Slack's wish to wait, and its trouble.

    `channel` is a channel or user id; `*` is the workspace as a whole. `turns` were left at `refilled_at`.
    """

    __tablename__ = "place"

    channel: str = Field(primary_key=True)
    turns: float = 0.0
    refilled_at: datetime = moment()
    held_until: datetime | None = moment(nullable=True)
    broken_because: str | None = None
    broken_since: datetime | None = moment(nullable=True)
    told_at: datetime | None = moment(nullable=True)
    probe_at: datetime | None = moment(nullable=True)
    probes: int = 0


class PressRow(Row, table=True):
    """A press, submission or event that counted; the same key never counts again."""

    __tablename__ = "press"
    __table_args__ = (Index("press_private", "at", sqlite_where=_IS_PRIVATE),)

    key: str = Field(primary_key=True)
    at: datetime = moment()
