"""Orders: what a source tells of them is stored, and the cases that it means something for are told, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.purchase import OrderCount, Purchase
from handlers.casework.desk import Desk
from handlers.casework.repurchase import note_orders
from storage import order_counts, purchases
from storage.arrivals import Stored
from storage.recognising import Keeping


@dataclass(frozen=True)
class Told:
    """What one delivery of a source says."""

    source: str
    delivery: str
    orders: Sequence[Purchase] = ()
    counts: Sequence[OrderCount] = ()


async def receive_orders(desk: Desk, told: Told) -> Stored:
    """Store it durably, whole or not at all."""
    stored = await desk.db.write(take_in_orders, desk, told)
    desk.to_send.set()
    return stored


def take_in_orders(session: Session, desk: Desk, told: Told) -> Stored:
    """In one transaction: the orders, the counts, and what they mean for cases."""
    now = desk.clock.now()
    how = Keeping(told.source, told.delivery, now, desk.policy.zone, now - desk.policy.privacy.contact_details)
    orders, bought = purchases.keep(session, told.orders, how)
    counts = order_counts.keep(session, told.counts, how)
    note_orders(session, desk, told.source, bought, now)
    return Stored(orders.accepted + counts.accepted, orders.duplicates + counts.duplicates)
