"""Recognising: whether we have an order already, though nobody keeps its number; under keys of before too.

An order is known by the fingerprint of its number under any key at hand, and has that of the newest from then on. What
was kept under a key that is gone is known by where and when it was placed, and by whom, as far as that can be told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, update
from sqlmodel import Session, col

from bot.purchase import Purchase
from storage.heard import digest, has_heard
from storage.reviews import ORDER
from storage.sealing import KeyRing
from storage.tables import PurchaseRow

BUYER = "purchase.customer"


@dataclass(frozen=True)
class Keeping:
    """What came: the source, the delivery's own name, when, and the zone whose days count.

    Of orders placed before `customers_since` nobody keeps whose they were.
    """

    source: str
    delivery: str
    at: datetime
    zone: ZoneInfo
    customers_since: datetime


@dataclass(frozen=True)
class Known:
    """An order as it is kept: under which fingerprint, whose, with what content, and which deliveries told of it."""

    fingerprint: str
    customer: str | None
    content: str
    heard: str


@dataclass(frozen=True)
class Told:
    """An order as it is told, with its fingerprints and its customer's, those of the newest key first."""

    order: Purchase
    names: tuple[str, ...]
    customer: tuple[str, ...]
    said: str

    def is_as(self, known: Known) -> bool:
        """Whether it says nothing new."""
        same_customer = not self.customer or known.customer in self.customer
        return (same_customer and known.content == self.order.content_hash) or has_heard(known.heard, self.said)


def told_of(order: Purchase, how: Keeping, ring: KeyRing) -> Told:
    """The order with all by what it may be known."""
    whose = order.customer.id if order.placed_at >= how.customers_since else None
    customer = tuple(ring.fingerprints(whose, BUYER)) if whose else ()
    said = digest(how.delivery, f"{order.content_hash} {customer[:1]}")
    return Told(order, tuple(ring.fingerprints(order.id, ORDER)), customer, said)


def known_orders(session: Session, told: Sequence[Told], how: Keeping, ring: KeyRing) -> dict[str, Known]:
    """Those that we have, by the newest fingerprint, which they carry from now on."""
    names = {name: one for one in told for name in one.names}
    kept = select(*_COLUMNS).where(col(PurchaseRow.source) == how.source, col(PurchaseRow.item) == 0)
    found = {
        names[row.order_fingerprint].names[0]: _known(row)
        for row in session.execute(kept.where(col(PurchaseRow.order_fingerprint).in_(list(names))))
    }
    found |= _of_lost_keys(session, [one for one in told if one.names[0] not in found], how, ring)
    for one in told:
        before = found.get(one.names[0])
        if before and before.fingerprint != one.names[0]:
            found[one.names[0]] = _renamed(session, before, one, how.source, ring.first.id)
    return found


_COLUMNS = (
    col(PurchaseRow.order_fingerprint),
    col(PurchaseRow.customer_fingerprint),
    col(PurchaseRow.content_hash),
    col(PurchaseRow.heard),
    col(PurchaseRow.store),
    col(PurchaseRow.placed_at),
    col(PurchaseRow.source),
)


def _known(row: Row[str, str | None, str, str, str, datetime, str]) -> Known:
    return Known(row.order_fingerprint, row.customer_fingerprint, row.content_hash, row.heard)


def _of_lost_keys(session: Session, told: Sequence[Told], how: Keeping, ring: KeyRing) -> dict[str, Known]:
    """Each row stands for one order only: two that were placed in the same second stay two."""
    if not told:
        return {}
    moments = {one.order.placed_at for one in told}
    rows = session.execute(
        select(*_COLUMNS).where(
            col(PurchaseRow.day).in_({moment.astimezone(how.zone).date() for moment in moments}),
            col(PurchaseRow.store).in_({one.order.store for one in told}),
            col(PurchaseRow.placed_at).in_(moments),
            col(PurchaseRow.item) == 0,
            col(PurchaseRow.key_id).not_in([key.id for key in ring.keys]),
        )
    ).all()
    left = defaultdict[tuple[str, datetime], list[Known]](list)
    for row in rows:
        if row.source == how.source:  # asked for above, SQLite would read all orders of the source
            left[row.store, row.placed_at].append(_known(row))
    return dict(_matched(told, left))


def _matched(told: Sequence[Told], left: Mapping[tuple[str, datetime], list[Known]]) -> Iterator[tuple[str, Known]]:
    """One that says the same before one that does not; whose it was under a lost key, nobody can tell."""
    done: set[str] = set()
    for same in (True, False):
        for one in told:
            rest = left.get((one.order.store, one.order.placed_at), [])
            fitting = [known for known in rest if not same or known.content == one.order.content_hash]
            if fitting and one.names[0] not in done:
                done.add(one.names[0])
                rest.remove(fitting[0])
                yield one.names[0], fitting[0]


def _renamed(session: Session, before: Known, told: Told, source: str, key_id: str) -> Known:
    """The order under the newest key; its customer too, who under a lost key is taken to be the one who is told."""
    is_same = before.fingerprint not in told.names or before.customer in told.customer
    customer = told.customer[0] if before.customer and told.customer and is_same else before.customer
    session.execute(
        update(PurchaseRow)
        .where(col(PurchaseRow.source) == source, col(PurchaseRow.order_fingerprint) == before.fingerprint)
        .values(order_fingerprint=told.names[0], key_id=key_id, customer_fingerprint=customer)
    )
    return Known(told.names[0], customer, before.content, before.heard)
