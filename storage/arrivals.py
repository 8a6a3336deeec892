"""Arrivals: batches of deliveries put in the inbox together, each batch told what became of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from bot.vocabulary import ReviewChange
from storage import work_queue
from storage.failpoints import reached
from storage.inbox import Delivery
from storage.review_locks import lock_reviews
from storage.tables import InboxRow
from storage.upserts import add_all_once

_AT_A_TIME = 400  # SQLite takes 32,766 values in a statement
_Known = dict[tuple[str, str], list[tuple[str, str]]]


@dataclass(frozen=True)
class Stored:
    """What became of a batch."""

    accepted: int
    duplicates: int


def store(session: Session, batches: Sequence[Sequence[Delivery]], now: datetime) -> list[Stored]:
    """Put the new deliveries of all batches in the inbox, in one transaction; one answer per batch.

    The same content as the newest, or a repeated delivery of it, is a duplicate.
    """
    everything = [delivery for batch in batches for delivery in batch]
    lock_reviews(session, (_identity(one) for one in everything))
    known = _known(session, {_identity(one) for one in everything})
    answers, rows = [], []
    for batch in batches:
        new = [delivery for delivery in batch if _is_news(known[_identity(delivery)], delivery)]
        rows += [_row(delivery, now) for delivery in new]
        answers.append(Stored(len(new), len(batch) - len(new)))
    for start in range(0, len(rows), _AT_A_TIME):
        work_queue.defer(session, add_all_once(session, InboxRow, rows[start : start + _AT_A_TIME]))
    reached("intake/before_commit")
    return answers


def _identity(delivery: Delivery) -> tuple[str, str]:
    return delivery.source, delivery.review.id


def _known(session: Session, reviews: set[tuple[str, str]]) -> _Known:
    """(source, id) → what was delivered of it so far, as (delivery, content), the newest first."""
    known: _Known = defaultdict(list)
    asked = sorted(reviews)
    for start in range(0, len(asked), _AT_A_TIME):
        some = asked[start : start + _AT_A_TIME]
        found = session.execute(
            select(InboxRow.source, InboxRow.external_id, InboxRow.delivery, InboxRow.content_hash)
            .where(tuple_(col(InboxRow.source), col(InboxRow.external_id)).in_(some))
            .order_by(col(InboxRow.id).desc())
        )
        for source, external_id, delivery, content_hash in found:
            known[source, external_id].append((delivery, content_hash))
    return known


def _is_news(known: list[tuple[str, str]], delivery: Delivery) -> bool:
    """Whether it is to be stored; then it is known from now on."""
    said = (delivery.key, delivery.review.content_hash)
    if delivery.review.type is ReviewChange.CREATED:  # told once more: a customer's return to old words is an update
        is_known = any(content == said[1] for _, content in known)
    else:
        is_known = bool(known) and (known[0][1] == said[1] or said in known)
    if not is_known:
        known.insert(0, said)
    return not is_known


def _row(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "source": delivery.source,
        "external_id": delivery.review.id,
        "delivery": delivery.key,
        "content_hash": delivery.review.content_hash,
        "review": delivery.review.model_dump(mode="json", exclude_unset=True),
        "received_at": now,
    }
