"""Inbox: deliveries as they came, stored before anything is answered, taken in afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import bindparam, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.review import Review
from storage.review_locks import lock_reviews
from storage.tables import InboxRow

_earlier = aliased(InboxRow)
_WAITING = (
    select(InboxRow.id)
    .where(
        col(InboxRow.taken_in_at).is_(None),
        or_(col(InboxRow.not_before).is_(None), col(InboxRow.not_before) <= bindparam("now")),
        ~exists().where(
            col(_earlier.taken_in_at).is_(None),
            col(_earlier.source) == col(InboxRow.source),
            col(_earlier.external_id) == col(InboxRow.external_id),
            col(_earlier.id) < col(InboxRow.id),
        ),
    )
    .order_by(col(InboxRow.id))
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Delivery:
    """One review as one source delivered it; `key` repeats when the sender retries."""

    source: str
    key: str
    review: Review


def waiting(session: Session, now: datetime, limit: int) -> list[int]:
    """Ids of deliveries that nobody took in yet and that may be tried now, oldest first.

    Of one review only the earliest: a newer wording waits for an older one, or it would be overwritten by it.
    """
    rows = session.exec(_WAITING, params={"now": now, "most": limit})
    return [found for found in rows if found is not None]


def waiting_before(session: Session, inbox_id: int, now: datetime) -> list[int]:
    """This delivery and the earlier ones of its review that nobody took in yet, in order; none if one must wait."""
    this = session.get(InboxRow, inbox_id)
    if this is None:
        return []
    rows = session.exec(
        select(InboxRow.id, InboxRow.not_before)
        .where(
            InboxRow.source == this.source,
            InboxRow.external_id == this.external_id,
            col(InboxRow.taken_in_at).is_(None),
            col(InboxRow.id) <= inbox_id,
        )
        .order_by(col(InboxRow.id))
    ).all()
    ready = takewhile(lambda row: row[1] is None or row[1] <= now, rows)
    return [found for found, _ in ready if found is not None]


def count_waiting(session: Session) -> int:
    """How many deliveries nobody took in yet."""
    return session.exec(select(func.count(col(InboxRow.id))).where(col(InboxRow.taken_in_at).is_(None))).one()


def read(session: Session, inbox_id: int) -> tuple[Delivery, datetime]:
    """A delivery and when it arrived."""
    row = session.exec(select(InboxRow).where(InboxRow.id == inbox_id)).one()
    return Delivery(row.source, row.delivery, Review.model_validate(row.review)), row.received_at


def claim(session: Session, inbox_id: int, delivery: Delivery, now: datetime) -> bool:
    """Mark it as taken in; False when that has happened already. Its review is ours until the transaction ends."""
    lock_reviews(session, [(delivery.source, delivery.review.id)])
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
