"""Order counts: how many orders a source says there were on a day; told again, the later one counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, tuple_
from sqlmodel import Session, col, select

from bot.purchase import OrderCount
from storage.arrivals import Stored
from storage.heard import digest, has_heard, with_one_more
from storage.recognising import Keeping
from storage.review_locks import lock_orders
from storage.tables import OrderCountRow
from storage.upserts import add_all_once

_AT_A_TIME = 400
_Identity = tuple[str, date, str, str]


def keep(session: Session, counts: Sequence[OrderCount], how: Keeping) -> Stored:
    """Store what is new; how many were."""
    lock_orders(session, how.source, ("/".join(map(str, _identity(one))) for one in counts))
    accepted = 0
    for start in range(0, len(counts), _AT_A_TIME):
        accepted += _keep_some(session, counts[start : start + _AT_A_TIME], how)
    return Stored(accepted, len(counts) - accepted)


def _keep_some(session: Session, counts: Sequence[OrderCount], how: Keeping) -> int:
    known, accepted = _known(session, how.source, [_identity(one) for one in counts]), 0
    news: dict[_Identity, dict[str, Any]] = {}
    for one in counts:
        content, heard = known.get(_identity(one), (None, ""))
        said = digest(how.delivery, _content(one.orders, one.shipments))
        if content == _content(one.orders, one.shipments) or has_heard(heard, said):
            continue
        accepted += 1
        known[_identity(one)] = _content(one.orders, one.shipments), with_one_more(heard, said)
        news[_identity(one)] = _row(one, how, with_one_more(heard, said))
    if news:
        _drop(session, how.source, list(news))
        add_all_once(session, OrderCountRow, list(news.values()))
    return accepted


def _known(session: Session, source: str, asked: Sequence[_Identity]) -> dict[_Identity, tuple[str | None, str]]:
    rows = session.exec(select(OrderCountRow).where(OrderCountRow.source == source, _among(asked)))
    return {
        (row.store, row.day, row.sku, row.line): (_content(row.orders, row.shipments), row.heard) for row in rows.all()
    }


def _drop(session: Session, source: str, replaced: Sequence[_Identity]) -> None:
    session.execute(delete(OrderCountRow).where(col(OrderCountRow.source) == source, _among(replaced)))


def _among(asked: Sequence[_Identity]) -> Any:
    columns = (OrderCountRow.store, OrderCountRow.day, OrderCountRow.sku, OrderCountRow.line)
    return tuple_(*(col(one) for one in columns)).in_(asked)


def _row(one: OrderCount, how: Keeping, heard: str) -> dict[str, Any]:
    store, day, sku, line = _identity(one)
    return {
        "source": how.source,
        "store": store,
        "day": day,
        "sku": sku,
        "line": line,
        "orders": one.orders,
        "shipments": one.shipments,
        "heard": heard,
        "received_at": how.at,
    }


def _identity(one: OrderCount) -> _Identity:
    return one.store, one.day, one.sku or "", one.line


def _content(orders: int, shipments: int | None) -> str:
    return f"{orders}/{shipments}"
