"""Purchases: orders kept once each, recognised by the fingerprint of their number; many at a time, never one by one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.purchase import Purchase
from bot.rules.repurchase import Bought
from storage.arrivals import Stored
from storage.heard import with_one_more
from storage.recognising import BUYER, Keeping, Known, Told, known_orders, told_of
from storage.review_locks import lock_orders
from storage.sealing import ring_of
from storage.tables import PurchaseRow
from storage.upserts import add_all_once

_AT_A_TIME = 400  # SQLite takes 32,766 values in a statement


def keep(session: Session, orders: Sequence[Purchase], how: Keeping) -> tuple[Stored, dict[str, list[Bought]]]:
    """Store what is new; how many were, and what each customer bought by these orders, by the customer's number.

    An order that was told before with other content is replaced whole.
    """
    ring = ring_of(session.get_bind().dialect)
    told = [told_of(one, how, ring) for one in orders]
    lock_orders(session, how.source, (one.names[0] for one in told))
    accepted, bought = 0, dict[str, list[Bought]]()
    for start in range(0, len(told), _AT_A_TIME):
        some = told[start : start + _AT_A_TIME]
        known = known_orders(session, some, how, ring)
        count, news = _news(some, known)
        _write(session, news, known, how, ring.first.id)
        accepted += count
        _note(bought, news)
    return Stored(accepted, len(orders) - accepted), bought


def bought_after(session: Session, source: str, customer_id: str, after: datetime) -> list[Bought]:
    """The customer's orders placed after a moment."""
    customer = ring_of(session.get_bind().dialect).fingerprints(customer_id, BUYER)
    rows = session.exec(
        select(PurchaseRow.placed_at, PurchaseRow.order_fingerprint).where(
            col(PurchaseRow.customer_fingerprint).in_(customer),
            PurchaseRow.source == source,
            PurchaseRow.placed_at > after,
            PurchaseRow.item == 0,
        )
    )
    return [Bought(placed_at, frozenset({fingerprint})) for placed_at, fingerprint in rows]


def any_yet(session: Session) -> bool:
    """Whether anybody ever told us of a single order."""
    return session.exec(select(PurchaseRow.id).limit(1)).first() is not None


def forget_customers(session: Session, before: datetime, limit: int) -> int:
    """Of up to `limit` orders placed before, nobody knows any more whose they were; how many."""
    old = (
        select(PurchaseRow.id)
        .where(col(PurchaseRow.customer_fingerprint).is_not(None), PurchaseRow.placed_at < before)
        .order_by(col(PurchaseRow.placed_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    numbers = [one for one in session.exec(old) if one is not None]
    if numbers:
        session.execute(
            update(PurchaseRow).where(col(PurchaseRow.id).in_(numbers)).values(customer_fingerprint=None, heard="")
        )
    return len(numbers)


def _news(told: Sequence[Told], known: dict[str, Known]) -> tuple[int, dict[str, tuple[Told, str]]]:
    """How many say something new; and each order as it was told last, by its name, with what was heard of it."""
    accepted, news = 0, dict[str, tuple[Told, str]]()
    for one in told:
        name = one.names[0]
        before = known.get(name)
        if name in news:
            last, heard = news[name]
            before = Known(name, (last.customer or (None,))[0], last.order.content_hash, heard)
        if before and one.is_as(before):
            continue
        accepted += 1
        news[name] = one, with_one_more(before.heard if before else "", one.said)
    return accepted, news


def _write(
    session: Session, news: dict[str, tuple[Told, str]], known: dict[str, Known], how: Keeping, key_id: str
) -> None:
    replaced = [known[name].fingerprint for name in news if name in known]
    if replaced:
        session.execute(
            delete(PurchaseRow).where(
                col(PurchaseRow.source) == how.source, col(PurchaseRow.order_fingerprint).in_(replaced)
            )
        )
    rows = [row for one, heard in news.values() for row in _rows(one, heard, how, key_id)]
    for start in range(0, len(rows), _AT_A_TIME):
        add_all_once(session, PurchaseRow, rows[start : start + _AT_A_TIME])


def _rows(one: Told, heard: str, how: Keeping, key_id: str) -> Iterable[Mapping[str, Any]]:
    order = one.order
    for item, piece in enumerate(order.pieces):
        yield {
            "source": how.source,
            "order_fingerprint": one.names[0],
            "key_id": key_id,
            "item": item,
            "content_hash": order.content_hash,
            "heard": heard,
            "store": order.store,
            "sku": piece.sku,
            "line": piece.line,
            "customer_fingerprint": one.customer[0] if one.customer else None,
            "quantity": piece.quantity,
            "paid_cents": int(order.paid * 100) if order.paid is not None and not item else None,
            "currency": order.currency,
            "placed_at": order.placed_at,
            "day": order.placed_at.astimezone(how.zone).date(),
            "received_at": how.at,
        }


def _note(bought: dict[str, list[Bought]], news: dict[str, tuple[Told, str]]) -> None:
    for one, _ in news.values():
        if one.order.customer.id:
            again = Bought(one.order.placed_at, frozenset(one.names))
            bought.setdefault(one.order.customer.id, []).append(again)
