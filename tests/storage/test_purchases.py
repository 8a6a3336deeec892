"""Purchases: whoever tells of an order at the same moment, it is kept once, and the later content stands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlmodel import Session, select

from bot.purchase import OrderCount, Purchase
from storage import order_counts, purchases
from storage.database import Database
from storage.recognising import Keeping
from storage.tables import OrderCountRow, PurchaseRow
from tests.house.clock import SHANGHAI, T0

_AT_ONCE = 6


def _how(delivery: str) -> Keeping:
    return Keeping("standard", delivery, T0, SHANGHAI, T0 - timedelta(days=180))


def _orders(count: int, paid: int = 59) -> list[Purchase]:
    bodies = ({"id": f"o-{number}", "store": "home-cn", "placed_at": T0, "paid": paid} for number in range(count))
    return [Purchase.model_validate(body) for body in bodies]


def test_a_batch_that_comes_several_times_at_once_is_kept_once(db: Database) -> None:
    together = Barrier(_AT_ONCE)

    def send(number: int) -> int:
        together.wait(timeout=20)
        stored, _ = db.in_transaction(purchases.keep, _orders(300), _how(f"msg_{number}"))
        return stored.accepted

    with ThreadPoolExecutor(_AT_ONCE) as senders:
        accepted = sum(senders.map(send, range(_AT_ONCE)))

    assert accepted == 300
    assert db.in_snapshot(_count) == 300


def test_revisions_at_once_leave_one_of_them_whole(db: Database) -> None:
    together = Barrier(_AT_ONCE)

    def send(paid: int) -> None:
        together.wait(timeout=20)
        db.in_transaction(purchases.keep, _orders(50, paid), _how(f"msg_{paid}"))

    with ThreadPoolExecutor(_AT_ONCE) as senders:
        list(senders.map(send, range(1, _AT_ONCE + 1)))

    kept = db.in_snapshot(lambda session: session.exec(select(PurchaseRow.paid_cents)).all())
    assert len(kept) == 50
    assert len(set(kept)) == 1


def test_of_counts_at_once_one_stands(db: Database) -> None:
    together = Barrier(_AT_ONCE)

    def send(orders: int) -> None:
        together.wait(timeout=20)
        count = OrderCount.model_validate({"store": "home-cn", "day": "2026-11-22", "orders": orders})
        db.in_transaction(order_counts.keep, [count], _how(f"msg_{orders}"))

    with ThreadPoolExecutor(_AT_ONCE) as senders:
        list(senders.map(send, range(1, _AT_ONCE + 1)))

    assert len(db.in_snapshot(lambda session: session.exec(select(OrderCountRow)).all())) == 1


def _count(session: Session) -> int:
    return len(session.exec(select(PurchaseRow.id)).all())
