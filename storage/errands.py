"""Errands: what the courier takes from the outbox under a lease, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, update
from sqlmodel import Session, col, select

from bot.messenger import Posted
from storage import choosing, places
from storage.choosing import CARD, LEASE
from storage.columns import UtcDateTime
from storage.places import WORKSPACE
from storage.tables import MessageRow, PlaceRow

SKEW = timedelta(minutes=5)  # how far Slack's clock, which dates the messages, may lie behind ours
FIRST_SWEEP = timedelta(seconds=20)
_FREE: dict[str, Any] = {"lease": None, "leased_until": None}
_NOW, _BEGINS, _AGAIN = (bindparam(name, type_=UtcDateTime) for name in ("now", "begins_at", "again_at"))
# Made once, as everything that leaves is recorded by it. What is new stands there from now on, not what is redrawn.
_SENT = (
    update(MessageRow)
    .where(col(MessageRow.id) == bindparam("this"), col(MessageRow.lease) == bindparam("its_lease"))
    .values(
        posted_channel=bindparam("of_channel"),
        posted_ts=bindparam("of_ts"),
        posted_at=func.coalesce(_BEGINS, MessageRow.posted_at, _NOW),
        sweep_at=func.coalesce(_AGAIN, MessageRow.sweep_at),
        sent_version=bindparam("sent"),
        pending=MessageRow.desired_version > bindparam("sent"),
        gathered_in=None,  # a card of its own: whoever shows it leaves it out from now on
        attempts=0,
        doubtful_since=None,
        **_FREE,
    )
    .returning(col(MessageRow.id))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class Errand:
    """One thing for the courier to do, under a lease. `version` is what it will have sent."""

    id: int
    key: str
    kind: str
    case_id: int | None
    channel: str
    text: str
    blocks: list[dict[str, Any]]
    version: int
    posted: Posted | None
    thread: Posted | None
    about: str | None
    generation: int | None
    gathered_in: int | None
    doubtful_since: datetime | None
    attempts: int
    lease: str


def lease(session: Session, *, now: datetime, token: str, limit: int) -> list[Errand]:
    """Take what may go now: one post in each place whose turn it is, the gravest first, and updates.

    Turn and lease are taken in one transaction, so that processes together keep Slack's pace. What belongs in a thread
    waits for its card. A lease that ran out means that a process died while sending: nobody knows what stands there.
    In a workspace or place that is broken one errand at a time goes and looks.
    """
    waiting = _channels_waiting(session, now)
    if not waiting and session.execute(choosing.ANY_READY, choosing.at(now)).first() is None:
        return []
    everywhere = places.known(session)
    if (workspace := everywhere.get(WORKSPACE)) is not None and workspace.broken_because:
        limit = 1 if _may_probe(session, workspace, now) else 0
    taken: list[Errand] = []
    for channel in waiting:
        if len(taken) >= limit:
            return taken
        known = everywhere.get(channel)
        if known is not None and known.broken_because:
            is_any, may = True, _may_probe(session, known, now)
        else:
            is_any, may = False, places.opens_at(known, now) <= now
        if may and (errand := _next_in(session, channel, now, token, is_any=is_any)):
            taken.append(errand)
    closed = [name for name, row in everywhere.items() if row.broken_because or places.is_held(row, now)]
    room = limit - len(taken)
    return taken + (_updates(session, closed, now, token, room) if room > 0 else [])


def next_turn(session: Session, now: datetime) -> datetime | None:
    """When the earliest of what is ready gets its turn; None where nothing is, or where all is broken."""
    waiting = _channels_waiting(session, now)
    everywhere = places.known(session) if waiting else {}
    if (workspace := everywhere.get(WORKSPACE)) is not None and workspace.broken_because:
        return None
    open_to = [everywhere.get(channel) for channel in waiting]
    turns = [places.opens_at(row, now) for row in open_to if row is None or not row.broken_because]
    return min(turns, default=None)


def record_sent(session: Session, errand: Errand, posted: Posted, version: int, now: datetime) -> bool:
    """It stands there now, showing `version`; newer wishes stay pending. False when the lease had been lost.

    A post that was in doubt is looked for once more later: Slack may take a request long after we gave it up.
    """
    is_new = not errand.posted
    stands = {"of_channel": posted.channel, "of_ts": posted.ts, "sent": version}
    when = {"now": now, "begins_at": now if is_new else None}
    again_at = now + FIRST_SWEEP if errand.doubtful_since and is_new else None
    sent = session.execute(
        _SENT, {"this": errand.id, "its_lease": errand.lease, "again_at": again_at, **stands, **when}
    )
    return sent.first() is not None


def put_back(session: Session, errand: Errand, *, not_before: datetime, doubtful_since: datetime | None) -> None:
    """It did not go, or nobody knows: try again, not before that moment."""
    _end(
        session, errand, not_before=not_before, doubtful_since=doubtful_since, attempts=MessageRow.attempts + 1, **_FREE
    )


def wait(session: Session, errand: Errand, not_before: datetime) -> None:
    """It was not tried: something that belongs to it is not there yet."""
    _end(session, errand, not_before=not_before, **_FREE)


def bury(session: Session, errand: Errand, because: str, now: datetime) -> None:
    """It cannot be delivered until someone mends the cause."""
    _end(session, errand, pending=False, dead_because=because, died_at=now, **_FREE)


def drop(session: Session, errand: Errand, now: datetime) -> None:
    """Nobody needs to hear it any more."""
    _end(session, errand, pending=False, died_at=now, **_FREE)


def forget_post(session: Session, errand: Errand) -> None:
    """It was deleted in Slack, as its update or a line for its thread has shown: it, or that card, is posted anew."""
    gone = errand.posted or errand.thread
    assert gone is not None
    its_card = and_(col(MessageRow.case_id) == errand.case_id, col(MessageRow.kind) == CARD)
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.id) == errand.id if errand.posted else its_card,
            col(MessageRow.posted_ts) == gone.ts,
        )
        .values(pending=True, posted_channel=None, posted_ts=None, posted_at=None, **_FREE)
    )


def _end(session: Session, errand: Errand, **values: Any) -> None:
    """Only while the lease is still ours."""
    ours = (col(MessageRow.id) == errand.id, col(MessageRow.lease) == errand.lease)
    session.execute(update(MessageRow).where(*ours).values(**values))


def _may_probe(session: Session, seen: PlaceRow, now: datetime) -> bool:
    if not places.is_probe_due(seen, now):
        return False
    row = places.visit(session, seen.channel, now)
    if row is None or not places.is_probe_due(row, now):
        return False
    places.begin_probe(row, now)
    return True


def _channels_waiting(session: Session, now: datetime) -> list[str]:
    """Where something is to be done, the gravest first."""
    moment = choosing.at(now)
    if session.execute(choosing.ANY_READY, moment).first() is None:  # nearly always
        return []
    return list(session.execute(choosing.CHANNELS_WAITING, moment).scalars())


def _next_in(session: Session, channel: str, now: datetime, token: str, *, is_any: bool) -> Errand | None:
    """The gravest post of a channel, or anything that waits there."""
    place = places.visit(session, channel, now)
    if place is None or (not is_any and places.opens_at(place, now) > now):
        return None
    wanted = choosing.ANYTHING_IN if is_any else choosing.POST_IN
    row = session.execute(wanted, choosing.at(now) | {"channel": channel}).scalars().first()
    if row is None:
        return None
    places.take_turn(place, now)
    return _leased(session, row, now, token)


def _updates(session: Session, closed: list[str], now: datetime, token: str, limit: int) -> list[Errand]:
    asked = choosing.at(now) | {"closed": closed, "most": limit}
    return [_leased(session, row, now, token) for row in session.execute(choosing.UPDATES, asked).scalars().all()]


def _leased(session: Session, row: MessageRow, now: datetime, token: str) -> Errand:
    if row.leased_until is not None and row.posted_ts is None:
        row.doubtful_since = row.doubtful_since or min(row.leased_until, now) - LEASE - SKEW
    row.leased_until, row.lease = now + LEASE, token
    session.flush()
    return _errand(row, _thread_of(session, row) if row.in_thread else None)


def _thread_of(session: Session, row: MessageRow) -> Posted | None:
    stands = session.exec(
        select(MessageRow.posted_channel, MessageRow.posted_ts).where(
            MessageRow.case_id == row.case_id, MessageRow.kind == CARD
        )
    ).first()
    return Posted(stands[0], stands[1]) if stands and stands[0] and stands[1] else None


def _errand(row: MessageRow, thread: Posted | None) -> Errand:
    assert row.id is not None
    assert row.lease is not None
    posted = Posted(row.posted_channel, row.posted_ts) if row.posted_channel and row.posted_ts else None
    return Errand(
        id=row.id,
        key=row.key,
        kind=row.kind,
        case_id=row.case_id,
        channel=row.channel,
        text=row.text,
        blocks=list(row.blocks),
        version=row.desired_version,
        posted=posted,
        thread=thread,
        about=row.about,
        generation=row.generation,
        gathered_in=row.gathered_in,
        doubtful_since=row.doubtful_since,
        attempts=row.attempts,
        lease=row.lease,
    )
