"""Webhooks: what sources push, read from the body: reviews; orders, and how many there were."""

from collections.abc import Mapping

from bot.purchase import OrderCount, Purchase
from bot.review import Review
from handlers.casework.desk import Desk
from handlers.casework.intake import receive
from handlers.casework.orders import Told, receive_orders
from handlers.http.malformed import Malformed, checked, many, parsed
from handlers.http.source_door import Endpoint, source_door
from storage.arrivals import Stored
from storage.inbox import Delivery

_Secrets = Mapping[str, tuple[str, ...]]


def reviews_door(desk: Desk, secrets: _Secrets) -> Endpoint:
    """POST /webhooks/reviews/{source}."""

    async def take_in(body: str, source: str, webhook_id: str) -> Stored:
        return await receive(desk, read_deliveries(body, source, webhook_id))

    return source_door(desk, secrets, take_in)


def orders_door(desk: Desk, secrets: _Secrets) -> Endpoint:
    """POST /webhooks/orders/{source}."""

    async def take_in(body: str, source: str, webhook_id: str) -> Stored:
        return await receive_orders(desk, read_orders(body, source, webhook_id))

    return source_door(desk, secrets, take_in)


def read_deliveries(body: str, source: str, webhook_id: str) -> list[Delivery]:
    """One object, or `{"reviews": [ … ]}`. `Malformed` names the field, with its place in the batch."""
    told = parsed(body)
    if isinstance(told, dict) and "reviews" in told:
        reviews = many(Review, told["reviews"], "reviews", "rating")
    else:
        reviews = [checked(Review, told, "", "rating")]
    return [Delivery(source, f"{webhook_id}:{index}", review) for index, review in enumerate(reviews)]


def read_orders(body: str, source: str, webhook_id: str) -> Told:
    """One order, or `{"orders": [ … ], "counts": [ … ]}` with one of the two at least. `Malformed` names the field."""
    told = parsed(body)
    if not isinstance(told, dict) or not told.keys() & {"orders", "counts"}:
        return Told(source, webhook_id, [checked(Purchase, told, "", "id")])
    given = {name: told[name] for name in ("orders", "counts") if told.get(name) not in (None, [])}
    if not given:
        raise Malformed("orders", "expected a list with at least one order, or one of counts")
    orders = many(Purchase, given["orders"], "orders", "id") if "orders" in given else []
    counts = many(OrderCount, given["counts"], "counts", "orders") if "counts" in given else []
    return Told(source, webhook_id, orders, counts)
