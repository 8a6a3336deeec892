"""Standing: how the work stands at this moment, and what waits for Slack."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Standing:
    """How the work stands at this moment."""

    open: int
    open_urgent: int
    oldest_open: datetime | None
    in_hand: int
    overdue: int
    waiting: int
    resolved_today: int


@dataclass(frozen=True)
class BrokenPlace:
    """Where nothing gets through: a channel or user id, `*` for the workspace; Slack's word for why; since when."""

    channel: str
    because: str
    since: datetime


@dataclass(frozen=True)
class Backlog:
    """What waits to be sent to Slack. `late` is true when people should know."""

    waiting: int
    oldest: datetime | None
    dead: int
    late: bool
    broken: tuple[BrokenPlace, ...] = ()
