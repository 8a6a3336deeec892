"""Denominators: how many orders there were, and how many parcels; from the counts of days, else from single orders.

The rule, for each store and day by itself:

1. Where a count of that day was told for just what is asked (the store, a product, a line), it counts. Counts of
   several sources add up.
2. Else the single orders of that day that we were told of, each once.
3. Else nobody told us, and the day is in no sum.

A store's day is never put together from counts of its products: an order of two products would count twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.rules.figures import Denominators
from storage.tables import OrderCountRow, PurchaseRow

_Day = tuple[str, date]


@dataclass(frozen=True)
class _Asked:
    begin: date
    end: date
    store: str | None
    sku: str | None
    line: str | None


def counted(
    session: Session,
    begin: date,
    end: date,
    *,
    store: str | None = None,
    sku: str | None = None,
    line: str | None = None,
) -> Denominators:
    """Of the local dates from `begin` to the one before `end`; of all stores, products and lines, or of one.

    A product and a line together are the orders of that product, told as of that line where they came singly.
    """
    asked = _Asked(begin, end, store, sku, line)
    told = _told(session, asked)
    return Denominators(_sum(_orders(session, asked, told).values()), _sum(shipped for _, shipped in told.values()))


@dataclass(frozen=True)
class Part:
    """What orders are asked of: a store, a product, a line, or all where nothing is named."""

    store: str | None = None
    sku: str | None = None
    line: str | None = None


def days(session: Session, begin: date, end: date, part: Part, *, shipments: bool = False) -> dict[date, int]:
    """Orders, or shipments, of the days of which anybody told us; the stores of a day together."""
    asked = _Asked(begin, end, part.store, part.sku, part.line)
    told = _told(session, asked)
    counts = {key: sent for key, (_, sent) in told.items()} if shipments else _orders(session, asked, told)
    found: dict[date, int] = {}
    for (_, day), count in counts.items():
        if count is not None:
            found[day] = found.get(day, 0) + count
    return found


def runs(known: Iterable[date]) -> list[tuple[date, date]]:
    """The days as spans without a gap, each its first and last day."""
    found: list[tuple[date, date]] = []
    for day in sorted(known):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _orders(session: Session, asked: _Asked, told: Mapping[_Day, tuple[int, int | None]]) -> dict[_Day, int]:
    return _singly(session, asked) | {day: count for day, (count, _) in told.items()}


def _told(session: Session, asked: _Asked) -> Mapping[_Day, tuple[int, int | None]]:
    """Orders and shipments by store and day, where they were told as a count."""
    store, day = col(OrderCountRow.store), col(OrderCountRow.day)
    found = (
        select(store, day, func.sum(OrderCountRow.orders), func.sum(OrderCountRow.shipments))
        .where(day >= asked.begin, day < asked.end, col(OrderCountRow.sku) == (asked.sku or ""))
        .where(col(OrderCountRow.line) == ("" if asked.sku else asked.line or ""))
        .group_by(store, day)
    )
    if asked.store is not None:
        found = found.where(store == asked.store)
    return {(where, when): (int(orders), _whole(sent)) for where, when, orders, sent in session.execute(found)}


def _singly(session: Session, asked: _Asked) -> dict[_Day, int]:
    """Single orders by store and day, each once however many of its products are asked for."""
    store, day = col(PurchaseRow.store), col(PurchaseRow.day)
    orders = select(store, day).where(day >= asked.begin, day < asked.end)
    if asked.store is not None:
        orders = orders.where(store == asked.store)
    if asked.line is not None:
        orders = orders.where(col(PurchaseRow.line) == asked.line)
    if asked.sku is not None:
        orders = orders.where(col(PurchaseRow.sku) == asked.sku)
    elif asked.line is None:
        orders = orders.where(col(PurchaseRow.item) == 0)
    else:
        orders = orders.add_columns(col(PurchaseRow.source), col(PurchaseRow.order_fingerprint)).distinct()
    each = orders.subquery()
    by_day = select(each.c.store, each.c.day, func.count()).group_by(each.c.store, each.c.day)
    return {(where, when): int(count) for where, when, count in session.execute(by_day)}


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _whole(number: object) -> int | None:
    """PostgreSQL adds whole numbers up to a decimal."""
    return None if number is None else int(str(number))
