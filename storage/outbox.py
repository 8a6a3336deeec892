"""Outbox: what must stand in Slack, and how far the courier has got with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.messenger import Posted
from bot.rules.figures import Backlog
from storage.tables import MessageRow

CARD, NOTICE = "card", "notice"
SKEW = timedelta(minutes=5)  # how far Slack's clock, which dates the messages, may lie behind ours
_PATIENCE = timedelta(minutes=2)
_REMEMBERED = timedelta(days=1)


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
    doubtful_since: datetime | None
    attempts: int
    lease: str


def want_card(session: Session, case_id: int, channel: str, *, version: int, rank: int, now: datetime) -> None:
    """Ask for the card of a case to show at least `version`; a burst of changes is one update.

    A card that could not be delivered is tried again: perhaps the channel has been mended since.
    """
    row = session.exec(select(MessageRow).where(MessageRow.key == card_key(case_id))).first()
    if row is None:
        row = MessageRow(
            key=card_key(case_id),
            kind=CARD,
            case_id=case_id,
            channel=channel,
            not_before=now,
            created_at=now,
            blocks=[],
        )
    if row.posted_ts is None:
        row.channel = channel  # the policy may name another one since
    row.desired_version, row.rank = version, rank
    row.pending, row.dead_because, row.died_at = True, None, None
    session.add(row)
    session.flush()


def enqueue(
    session: Session,
    *,
    key: str,
    channel: str,
    text: str,
    blocks: list[dict[str, Any]],
    now: datetime,
    case_id: int | None = None,
    rank: int = 0,
    in_thread: bool = False,
) -> None:
    """A notice, once per key: in the case's thread, in a channel, or to a person (a user id as channel)."""
    if session.exec(select(MessageRow.id).where(MessageRow.key == key)).first() is not None:
        return
    session.add(
        MessageRow(
            key=key,
            kind=NOTICE,
            case_id=case_id,
            channel=channel,
            text=text,
            blocks=blocks,
            rank=rank,
            in_thread=in_thread,
            not_before=now,
            created_at=now,
        )
    )
    session.flush()


def lease_errands(
    session: Session,
    *,
    now: datetime,
    until: datetime,
    lease: str,
    busy: Collection[str],
    held: Collection[str],
    limit: int,
) -> list[Errand]:
    """Take what may be sent now, cards of high grade first; `until` is when the lease ends.

    At most one post per channel, none in the channels of `busy`; updates are held back only in those of `held`, where
    nothing goes. What belongs in a thread waits for its card. A lease that ran out means that a process died while
    sending: nobody knows what stands there.
    """
    card = select(MessageRow).where(MessageRow.kind == CARD).subquery()
    ready = (
        select(MessageRow, card.c.posted_channel, card.c.posted_ts)
        .outerjoin(card, and_(card.c.case_id == MessageRow.case_id, col(MessageRow.in_thread)))
        .where(
            col(MessageRow.pending),
            col(MessageRow.not_before) <= now,
            or_(col(MessageRow.leased_until).is_(None), col(MessageRow.leased_until) <= now),
            or_(~col(MessageRow.in_thread), card.c.posted_ts.is_not(None)),
            or_(col(MessageRow.channel).not_in(list(busy)), col(MessageRow.posted_ts).is_not(None)),
            col(MessageRow.channel).not_in(list(held)),
        )
        .order_by(
            col(MessageRow.posted_ts).is_not(None),
            col(MessageRow.in_thread),
            col(MessageRow.rank).desc(),
            col(MessageRow.id),
        )
        .limit(limit)
    )
    errands: list[Errand] = []
    taken: set[str] = set()
    for row, thread_channel, thread_ts in session.exec(ready).all():
        is_post = row.posted_ts is None
        if is_post and row.channel in taken:
            continue
        if row.leased_until is not None and is_post:
            row.doubtful_since = row.doubtful_since or row.leased_until - (until - now) - SKEW
        if _leased(session, row, now=now, until=until, lease=lease):
            thread = Posted(thread_channel, thread_ts) if thread_ts else None
            errands.append(_errand(row, thread, lease))
            taken |= {row.channel} if is_post else set()
    return errands


def record_sent(session: Session, errand: Errand, posted: Posted, version: int) -> None:
    """It stands there now, showing `version`; newer wishes stay pending."""
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.id) == errand.id, col(MessageRow.lease) == errand.lease)
        .values(
            posted_channel=posted.channel,
            posted_ts=posted.ts,
            sent_version=version,
            pending=MessageRow.desired_version > version,
            lease=None,
            leased_until=None,
            attempts=0,
            doubtful_since=None,
        )
    )


def put_back(session: Session, errand: Errand, *, not_before: datetime, doubtful_since: datetime | None) -> None:
    """It did not go, or nobody knows: try again, not before that moment."""
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.id) == errand.id, col(MessageRow.lease) == errand.lease)
        .values(
            not_before=not_before,
            doubtful_since=doubtful_since,
            attempts=MessageRow.attempts + 1,
            lease=None,
            leased_until=None,
        )
    )


def bury(session: Session, errand: Errand, because: str, now: datetime) -> None:
    """It cannot be delivered until someone mends the cause."""
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.id) == errand.id, col(MessageRow.lease) == errand.lease)
        .values(pending=False, dead_because=because, died_at=now, lease=None, leased_until=None)
    )


def revive(session: Session, now: datetime) -> None:
    """A new start is a new chance: the admin may have mended the channel.

    Cards are drawn as their case is now; a notice of days ago would only startle.
    """
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.dead_because).is_not(None),
            or_(col(MessageRow.kind) == CARD, col(MessageRow.created_at) > now - _REMEMBERED),
        )
        .values(dead_because=None, died_at=None, pending=True)
    )


def forget_post(session: Session, errand: Errand) -> None:
    """The card was deleted in Slack, as its update or a line for its thread has shown: it is posted anew."""
    gone = errand.posted or errand.thread
    assert gone is not None
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.case_id) == errand.case_id,
            col(MessageRow.kind) == CARD,
            col(MessageRow.posted_ts) == gone.ts,
        )
        .values(pending=True, posted_channel=None, posted_ts=None, lease=None, leased_until=None)
    )


def backlog(session: Session, now: datetime) -> Backlog:
    """What waits, and what failed for good within the last day, for `/readyz`, `/metrics` and `/reviews status`."""
    card = aliased(MessageRow)
    card_is_dead = col(card.dead_because).is_not(None)
    waiting, oldest = session.exec(
        select(func.count(col(MessageRow.id)), func.min(MessageRow.created_at)).where(
            col(MessageRow.pending), col(MessageRow.sent_version) == 0, ~_waits_for_card(card, card_is_dead)
        )
    ).one()
    dead = session.exec(
        select(func.count(col(MessageRow.id))).where(
            col(MessageRow.dead_because).is_not(None), col(MessageRow.died_at) > now - _REMEMBERED
        )
    ).one()
    return Backlog(waiting, oldest, dead, late=oldest is not None and now - oldest > _PATIENCE)


def next_wish(session: Session) -> datetime | None:
    """The earliest moment at which something may be sent; None when all is said. Lines wait with their card."""
    card = aliased(MessageRow)
    unposted = col(card.posted_ts).is_(None)
    return session.exec(
        select(func.min(MessageRow.not_before)).where(col(MessageRow.pending), ~_waits_for_card(card, unposted))
    ).one()


def card_key(case_id: int) -> str:
    """The key of a case's card."""
    return f"card:{case_id}"


def _waits_for_card(card: type[MessageRow], such: ColumnElement[bool]) -> ColumnElement[bool]:
    """SQL for: a line for the thread of such a card; each line looks up its own card, whatever the table's size."""
    its_card = select(card.id).where(card.case_id == MessageRow.case_id, card.kind == CARD, such)
    return and_(col(MessageRow.in_thread), its_card.exists())


def _leased(session: Session, row: MessageRow, *, now: datetime, until: datetime, lease: str) -> bool:
    taken = session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.id) == row.id,
            or_(col(MessageRow.leased_until).is_(None), col(MessageRow.leased_until) <= now),
        )
        .values(leased_until=until, lease=lease)
        .returning(col(MessageRow.id))
    )
    return taken.first() is not None


def _errand(row: MessageRow, thread: Posted | None, lease: str) -> Errand:
    assert row.id is not None
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
        doubtful_since=row.doubtful_since,
        attempts=row.attempts,
        lease=lease,
    )
