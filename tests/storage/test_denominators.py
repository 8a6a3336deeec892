"""Denominators: what is known of a day's orders, and that nobody's guess stands in for what is not."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from bot.rules.figures import Denominators
from storage.database import Database
from storage.denominators import counted
from storage.tables import OrderCountRow, PurchaseRow
from tests.house.clock import SHANGHAI, T0

MON, TUE, WED = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def _told(db: Database, day: date, orders: int, *, source: str = "standard", **about: Any) -> None:
    row: dict[str, Any] = {
        "store": "home-cn",
        "source": source,
        "day": day,
        "orders": orders,
        "received_at": T0,
    } | about
    db.in_transaction(lambda session: session.add(OrderCountRow(**row)))


def _order(db: Database, day: date, number: str, *products: tuple[str, str], store: str = "home-cn") -> None:
    def add(session: Session) -> None:
        for item, (sku, line) in enumerate(products or (("kettle", "厨房"),)):
            row = PurchaseRow(
                source="standard",
                order_fingerprint=number,
                key_id="k",
                item=item,
                content_hash="x",
                store=store,
                sku=sku,
                line=line,
                placed_at=datetime.combine(day, time(12), SHANGHAI),
                day=day,
                received_at=T0,
            )
            session.add(row)

    db.in_transaction(add)


def _known(db: Database, begin: date = MON, end: date = WED, **about: Any) -> tuple[int | None, int | None]:
    found = db.in_snapshot(counted, begin, end, **about)
    assert isinstance(found, Denominators)
    return found.orders, found.shipments


def test_where_nobody_told_us_nothing_is_known(db: Database) -> None:
    assert _known(db) == (None, None)


def test_a_told_count_of_nought_is_known(db: Database) -> None:
    _told(db, MON, 0, shipments=0)

    assert _known(db) == (0, 0)


def test_the_last_day_is_not_in_it(db: Database) -> None:
    _told(db, MON, 5)
    _told(db, WED, 7)

    assert _known(db) == (5, None)


def test_counts_of_stores_and_sources_add_up(db: Database) -> None:
    _told(db, MON, 5, shipments=4)
    _told(db, MON, 7, source="erp")
    _told(db, MON, 100, store="beauty-cn")

    assert _known(db) == (112, 4)
    assert _known(db, store="home-cn") == (12, 4)


def test_a_days_count_stands_before_its_single_orders_and_only_on_that_day(db: Database) -> None:
    _told(db, MON, 50)
    _order(db, MON, "a")
    _order(db, TUE, "b")
    _order(db, TUE, "c")

    assert _known(db) == (52, None)


def test_a_count_of_one_store_does_not_hide_another_stores_orders(db: Database) -> None:
    _told(db, MON, 50)
    _order(db, MON, "a", store="beauty-cn")

    assert _known(db) == (51, None)


def test_an_order_of_two_products_is_one_order(db: Database) -> None:
    _order(db, MON, "a", ("kettle", "厨房"), ("pan", "厨房"))

    assert _known(db) == (1, None)
    assert _known(db, line="厨房") == (1, None)
    assert _known(db, sku="pan") == (1, None)
    assert _known(db, sku="pan", line="厨房") == (1, None)
    assert _known(db, sku="pan", line="美妆") == (None, None)


def test_counts_of_products_are_not_added_up_to_a_day(db: Database) -> None:
    """An order of both would count twice."""
    _told(db, MON, 5, sku="kettle")
    _told(db, MON, 6, sku="pan")
    _told(db, MON, 9, line="厨房")

    assert _known(db) == (None, None)
    assert _known(db, sku="kettle") == (5, None)
    assert _known(db, line="厨房") == (9, None)
