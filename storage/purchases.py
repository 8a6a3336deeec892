"""Purchases: orders kept once each, recognised by the fingerprint of their number; many at a time, never one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.purchase import Purchase
from bot.rules.repurchase import Bought
from storage.arrivals import Stored
from storage.heard import digest, has_heard, with_one_more
from storage.review_locks import lock_orders
from storage.reviews import ORDER
from storage.sealing import KeyRing, ring_of
from storage.tables import PurchaseRow
from storage.upserts import add_all_once

_AT_A_TIME = 400  # SQLite takes 32,766 values in a statement


@dataclass(frozen=True)
class Keeping:
    """What came: the source, the delivery's own name, when, and the zone whose days count."""

    source: str
    delivery: str
    at: datetime
    zone: ZoneInfo


@dataclass(frozen=True)
class Known:
    """An order as it is kept: under which fingerprint, with what content, and which deliveries told of it."""

    fingerprint: str
    content_hash: str
    heard: str


@dataclass(frozen=True)
class _Next:
    """An order on its way into the table: its fingerprints, the newest key's first, and its row of before."""

    order: Purchase
    fingerprints: tuple[str, ...]
    known: Known | None
    heard: str


def keep(session: Session, orders: Sequence[Purchase], how: Keeping) -> tuple[Stored, dict[str, list[Bought]]]:
    """Store what is new; how many were, and what each customer bought by these orders, by the customer's number.

    An order that was told before with other content is replaced whole.
    """
    ring = ring_of(session.get_bind().dialect)
    lock_orders(session, how.source, (ring.fingerprint(one.id, ORDER) for one in orders))
    accepted, bought = 0, dict[str, list[Bought]]()
    for start in range(0, len(orders), _AT_A_TIME):
        some = orders[start : start + _AT_A_TIME]
        count, news = _news(session, some, how, ring)
        _write(session, news, how, ring)
        accepted += count
        _note(bought, news)
    return Stored(accepted, len(orders) - accepted), bought


def bought_after(session: Session, source: str, customer_id: str, after: datetime) -> list[Bought]:
    """The customer's orders placed after a moment."""
    rows = session.exec(
        select(PurchaseRow.placed_at, PurchaseRow.order_fingerprint).where(
            PurchaseRow.customer_id == customer_id,
            PurchaseRow.source == source,
            PurchaseRow.placed_at > after,
            PurchaseRow.item == 0,
        )
    )
    return [Bought(placed_at, frozenset({fingerprint})) for placed_at, fingerprint in rows]


def any_yet(session: Session) -> bool:
    """Whether anybody ever told us of a single order."""
    return session.exec(select(PurchaseRow.id).limit(1)).first() is not None


def _news(session: Session, orders: Sequence[Purchase], how: Keeping, ring: KeyRing) -> tuple[int, list[_Next]]:
    """How many say something new, and each order as it is to be written, once, as it was told last."""
    named = [(one, tuple(ring.fingerprints(one.id, ORDER))) for one in orders]
    known = _known(session, how.source, [one for _, names in named for one in names])
    accepted, news = 0, dict[str, _Next]()
    for order, names in named:
        before = news.get(names[0])
        row = before.known if before else next((known[name] for name in names if name in known), None)
        content = before.order.content_hash if before else row.content_hash if row else None
        heard = before.heard if before else row.heard if row else ""
        said = digest(how.delivery, order.content_hash)
        if content == order.content_hash or has_heard(heard, said):
            continue
        accepted += 1
        news[names[0]] = _Next(order, names, row, with_one_more(heard, said))
    return accepted, list(news.values())


def _known(session: Session, source: str, fingerprints: Sequence[str]) -> dict[str, Known]:
    rows = session.exec(
        select(PurchaseRow.order_fingerprint, PurchaseRow.content_hash, PurchaseRow.heard).where(
            PurchaseRow.source == source, col(PurchaseRow.order_fingerprint).in_(fingerprints), PurchaseRow.item == 0
        )
    )
    return {fingerprint: Known(fingerprint, content, heard) for fingerprint, content, heard in rows}


def _write(session: Session, news: Sequence[_Next], how: Keeping, ring: KeyRing) -> None:
    replaced = [one.known.fingerprint for one in news if one.known]
    if replaced:
        session.execute(
            delete(PurchaseRow).where(
                col(PurchaseRow.source) == how.source, col(PurchaseRow.order_fingerprint).in_(replaced)
            )
        )
    rows = [row for one in news for row in _rows(one, how, ring.first.id)]
    for start in range(0, len(rows), _AT_A_TIME):
        add_all_once(session, PurchaseRow, rows[start : start + _AT_A_TIME])


def _rows(one: _Next, how: Keeping, key_id: str) -> Iterable[Mapping[str, Any]]:
    order = one.order
    for item, piece in enumerate(order.pieces):
        yield {
            "source": how.source,
            "order_fingerprint": one.fingerprints[0],
            "key_id": key_id,
            "item": item,
            "content_hash": order.content_hash,
            "heard": one.heard,
            "store": order.store,
            "sku": piece.sku,
            "line": piece.line,
            "customer_id": order.customer.id,
            "quantity": piece.quantity,
            "paid_cents": int(order.paid * 100) if order.paid is not None and not item else None,
            "currency": order.currency,
            "placed_at": order.placed_at,
            "day": order.placed_at.astimezone(how.zone).date(),
            "received_at": how.at,
        }


def _note(bought: dict[str, list[Bought]], news: Sequence[_Next]) -> None:
    for one in news:
        if one.order.customer.id:
            again = Bought(one.order.placed_at, frozenset(one.fingerprints))
            bought.setdefault(one.order.customer.id, []).append(again)
