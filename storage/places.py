"""Places: how often each channel may be written to, what Slack asked for, and what is wrong there; for all processes.

About one post a second in each channel is what Slack bears, with a short burst.
https://docs.slack.dev/apis/web-api/rate-limits
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, update
from sqlmodel import Session, col, select

from storage.tables import PlaceRow
from storage.upserts import add_once

WORKSPACE = "*"
GAP = timedelta(seconds=1.05)
_BURST = 2.0
_SKEW = timedelta(seconds=5)  # more than machines may differ: the clock was put back
_SOON, _LATEST = timedelta(minutes=1), timedelta(minutes=15)
_AT_ONCE, _WORKSPACE_LATEST = timedelta(seconds=2), timedelta(minutes=1)
_ENOUGH_TROUBLE = 3
_ALL = select(PlaceRow)
_VISITED = (
    select(PlaceRow)
    .where(col(PlaceRow.channel) == bindparam("channel"))
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)
_BROKEN = _ALL.where(col(PlaceRow.broken_because).is_not(None)).order_by(col(PlaceRow.broken_since))
_UNWELL = (
    _ALL.where(
        col(PlaceRow.channel).in_(bindparam("channels", expanding=True)),
        or_(col(PlaceRow.probes) > 0, col(PlaceRow.broken_because) != ""),
    )
).with_for_update()


@dataclass(frozen=True)
class Broken:
    """A place where nothing gets through: a channel or user id, or `WORKSPACE`; Slack's word for why; since when."""

    channel: str
    because: str
    since: datetime


def known(session: Session) -> dict[str, PlaceRow]:
    """Every place, to be looked at."""
    return {row.channel: row for row in session.execute(_ALL).scalars()}


def visit(session: Session, channel: str, now: datetime) -> PlaceRow | None:
    """The place, ours until the transaction ends; None while another process has it."""
    row = session.execute(_VISITED, {"channel": channel}).scalars().first()
    if row is None and add_once(session, PlaceRow, {"channel": channel, "turns": _BURST, "refilled_at": now}):
        row = session.execute(_VISITED, {"channel": channel}).scalars().first()
    return row


def opens_at(row: PlaceRow | None, now: datetime) -> datetime:
    """From when on a post may go there; what is broken opens for a probe only."""
    if row is None or _went_back(row, now):
        return now
    missing = 1.0 - _turns(row, now)
    turn = now + missing * GAP if missing > 0 else now
    return max(turn, row.held_until or now)


def is_held(row: PlaceRow, now: datetime) -> bool:
    """Whether Slack asked to wait: not even updates go there."""
    return row.held_until is not None and row.held_until > now and not _went_back(row, now)


def is_probe_due(row: PlaceRow, now: datetime) -> bool:
    """Whether one errand may try if a broken place is well again."""
    return row.probe_at is None or row.probe_at <= now or row.probe_at > now + _LATEST + _SKEW


def take_turn(row: PlaceRow, now: datetime) -> None:
    """A post goes out now."""
    row.turns = _turns(row, now) - 1
    row.held_until = None if _went_back(row, now) else row.held_until
    row.refilled_at = now


def begin_probe(row: PlaceRow, now: datetime) -> None:
    """One errand goes and looks; until we know more nobody else does."""
    latest = _WORKSPACE_LATEST if row.channel == WORKSPACE else _LATEST
    soonest = _AT_ONCE if row.channel == WORKSPACE else _SOON
    row.probes += 1
    row.probe_at = now + min(soonest * 2 ** min(row.probes - 1, 10), latest)


def hold(session: Session, channel: str, now: datetime, gap: timedelta) -> None:
    """Slack asked to wait with this channel, whatever is to be done there."""
    row = visit(session, channel, now)
    if row is None:
        return  # another process writes there this moment: Slack will tell it the same
    row.turns = min(_turns(row, now), 1 - gap / GAP)
    row.held_until = max(row.held_until or now, now + gap)
    row.refilled_at = now
    session.flush()


def note_broken(session: Session, channel: str, because: str, now: datetime) -> bool:
    """Nothing gets through there; True when that is news to be told."""
    add_once(session, PlaceRow, {"channel": channel, "turns": _BURST, "refilled_at": now})
    row = session.exec(select(PlaceRow).where(PlaceRow.channel == channel).with_for_update()).one()
    is_news = row.broken_because is None
    row.broken_because, row.broken_since = because, row.broken_since or now
    if is_news or row.probe_at is None:
        row.probes = 0
        begin_probe(row, now)
    row.told_at = row.told_at or now
    session.flush()
    return is_news


def note_trouble(session: Session, because: str, now: datetime, *, is_certain: bool) -> None:
    """Slack as a whole does not answer. Once is an accident; after three times only one errand tries at a time."""
    add_once(session, PlaceRow, {"channel": WORKSPACE, "turns": _BURST, "refilled_at": now})
    row = session.exec(select(PlaceRow).where(PlaceRow.channel == WORKSPACE).with_for_update()).one()
    if row.broken_because is None:
        row.probes += 1
        if row.probes < _ENOUGH_TROUBLE and not is_certain:
            session.flush()
            return
        row.probes, row.broken_since = 0, now
        begin_probe(row, now)
    row.broken_because = because
    session.flush()


def note_well(session: Session, channels: Sequence[str]) -> list[str]:
    """Something went there; the places that had been broken, and told so."""
    unwell = session.execute(_UNWELL, {"channels": list(channels)}).scalars().all()
    told = [row.channel for row in unwell if row.told_at is not None]
    for row in unwell:
        row.probes, row.probe_at, row.told_at = 0, None, None
        row.broken_because, row.broken_since = None, None
    session.flush()
    return told


def broken(session: Session) -> list[Broken]:
    """Where nothing gets through, the longest first."""
    rows = session.execute(_BROKEN).scalars()
    return [Broken(row.channel, row.broken_because or "", row.broken_since or row.refilled_at) for row in rows]


def try_again(session: Session) -> None:
    """A new start is a new chance: the admin may have mended it."""
    session.execute(update(PlaceRow).where(col(PlaceRow.probe_at).is_not(None)).values(probe_at=None))


def skip(session: Session, gap: timedelta, besides: Collection[str] = ()) -> None:
    """As if so much time had gone by for turns and Slack's wishes; for journeys in time that do not wait."""
    for row in session.exec(select(PlaceRow).where(col(PlaceRow.channel).not_in(list(besides)))).all():
        row.refilled_at -= gap
        row.held_until = row.held_until - gap if row.held_until else None
    session.flush()


def _turns(row: PlaceRow, now: datetime) -> float:
    """Turns come back one per gap; a clock that was put back gives none and takes none."""
    return min(_BURST, row.turns + max(now - row.refilled_at, timedelta()) / GAP)


def _went_back(row: PlaceRow, now: datetime) -> bool:
    return row.refilled_at > now + _SKEW
