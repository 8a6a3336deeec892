"""Inbox: deliveries as they came, stored before anything is answered, taken in afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.review import Review
from bot.vocabulary import ReviewChange
from storage.tables import InboxRow


@dataclass(frozen=True)
class Delivery:
    """One review as one source delivered it; `key` repeats when the sender retries."""

    source: str
    key: str
    review: Review


@dataclass(frozen=True)
class Stored:
    """What became of a batch."""

    accepted: int
    duplicates: int


def store(session: Session, deliveries: Sequence[Delivery], now: datetime) -> Stored:
    """Put the new ones in the inbox. The same content as the newest, or a repeated delivery of it, is a duplicate."""
    accepted = 0
    for delivery in deliveries:
        if not _known(session, delivery):
            session.add(
                InboxRow(
                    source=delivery.source,
                    external_id=delivery.review.id,
                    delivery=delivery.key,
                    content_hash=delivery.review.content_hash,
                    review=delivery.review.model_dump(mode="json", exclude_unset=True),
                    received_at=now,
                )
            )
            session.flush()
            accepted += 1
    return Stored(accepted, len(deliveries) - accepted)


def waiting(session: Session, now: datetime, limit: int) -> list[int]:
    """Ids of deliveries that nobody took in yet and that may be tried now, oldest first.

    Of one review only the earliest: a newer wording waits for an older one, or it would be overwritten by it.
    """
    earlier = aliased(InboxRow)
    rows = (
        select(InboxRow.id)
        .where(
            col(InboxRow.taken_in_at).is_(None),
            or_(col(InboxRow.not_before).is_(None), col(InboxRow.not_before) <= now),
            ~exists().where(
                col(earlier.taken_in_at).is_(None),
                col(earlier.source) == col(InboxRow.source),
                col(earlier.external_id) == col(InboxRow.external_id),
                col(earlier.id) < col(InboxRow.id),
            ),
        )
        .order_by(col(InboxRow.id))
        .limit(limit)
    )
    return [found for found in session.exec(rows) if found is not None]


def count_waiting(session: Session) -> int:
    """How many deliveries nobody took in yet."""
    return session.exec(select(func.count(col(InboxRow.id))).where(col(InboxRow.taken_in_at).is_(None))).one()


def read(session: Session, inbox_id: int) -> tuple[Delivery, datetime]:
    """A delivery and when it arrived."""
    row = session.exec(select(InboxRow).where(InboxRow.id == inbox_id)).one()
    return Delivery(row.source, row.delivery, Review.model_validate(row.review)), row.received_at


def claim(session: Session, inbox_id: int, now: datetime) -> bool:
    """Mark it as taken in; False when that has happened already."""
    claimed = session.execute(
        update(InboxRow)
        .where(col(InboxRow.id) == inbox_id, col(InboxRow.taken_in_at).is_(None))
        .values(taken_in_at=now)
        .returning(col(InboxRow.id))
    )
    return claimed.first() is not None


def put_off(session: Session, inbox_id: int, now: datetime) -> None:
    """It could not be taken in: it stays, and is tried again, ever later, at the most once an hour."""
    row = session.exec(select(InboxRow).where(InboxRow.id == inbox_id)).one()
    row.failures += 1
    row.not_before = now + min(timedelta(minutes=2 ** min(row.failures, 10)), timedelta(hours=1))
    session.add(row)


def count_failing(session: Session) -> int:
    """How many deliveries could not be taken in at the last try."""
    failing = (col(InboxRow.taken_in_at).is_(None), col(InboxRow.failures) > 0)
    return session.exec(select(func.count(col(InboxRow.id))).where(*failing)).one()


def _known(session: Session, delivery: Delivery) -> bool:
    earlier = session.exec(
        select(InboxRow.delivery, InboxRow.content_hash)
        .where(InboxRow.source == delivery.source, InboxRow.external_id == delivery.review.id)
        .order_by(col(InboxRow.id).desc())
    ).all()
    same = delivery.review.content_hash
    if delivery.review.type is ReviewChange.CREATED:  # told once more: a customer's return to old words is an update
        return any(told == same for _, told in earlier)
    return bool(earlier) and (earlier[0][1] == same or (delivery.key, same) in {tuple(row) for row in earlier})
