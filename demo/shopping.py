"""Shopping: the sample shops go on selling; how many orders a day, and customers who complained and buy again."""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from demo.bodies import Body, Now
from demo.material import products, stores

Send = Callable[[Body], Awaitable[object]]
_ZONE = ZoneInfo("Asia/Shanghai")
_DAYS_TOLD = 30
_REMEMBERED, _MOST_AT_ONCE = 60, 20
_BUYS_AGAIN = 0.4
_ORDERS_A_DAY = (150, 320)


class Shopping:
    """Knows who complained, as the platform would, and nothing of what the desk made of it."""

    def __init__(self, random: Random, now: Now, send: Send) -> None:
        self._random, self._now, self._send = random, now, send
        self._complained: deque[Body] = deque(maxlen=_REMEMBERED)
        self._told_until: date | None = None

    def remember(self, review: Body) -> None:
        """A review went out: whoever wrote it may buy again."""
        if review.get("customer", {}).get("id") and review.get("store"):
            self._complained.append(review)

    async def go_on(self, gone: timedelta) -> None:
        """So much time went by: the days that are new are told, and some bought again meanwhile."""
        counts, orders = self._counts(), self._orders(gone)
        if counts or orders:
            await self._send({"counts": counts, "orders": orders})

    def _counts(self) -> list[Body]:
        """Today's too: what is known of it must not be the few single orders alone."""
        today = self._now().astimezone(_ZONE).date()
        first = max(today - timedelta(days=_DAYS_TOLD), self._told_until or date.min)
        self._told_until = today + timedelta(days=1)
        days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
        return [_count(store.key, day) for day in days for store in stores()]

    def _orders(self, gone: timedelta) -> list[Body]:
        again = [one for one in self._complained if self._random.random() < _BUYS_AGAIN]
        return [self._order(one, gone) for one in again[:_MOST_AT_ONCE]]

    def _order(self, review: Body, gone: timedelta) -> Body:
        """Something of the same store, in the later half of the time that went by."""
        sold = [one for some in products().values() for one in some if one.store.key == review["store"]]
        product = self._random.choice(sold) if sold else None
        placed_at = self._now() - gone / 2 * self._random.random()
        return {
            "id": f"o-{self._random.randrange(10**12):012d}",
            "store": review["store"],
            "placed_at": placed_at.isoformat(timespec="seconds"),
            "customer": {"id": review["customer"]["id"]},
            "product": {"sku": product.sku, "name": product.name, "line": product.line} if product else None,
            "paid": f"{product.price}.00" if product else None,
        }


def _count(store: str, day: date) -> dict[str, Any]:
    """The same for the same day, however often it is told."""
    random = Random(f"{store} {day}")
    orders = random.randint(*_ORDERS_A_DAY)
    return {"store": store, "day": day.isoformat(), "orders": orders, "shipments": orders - random.randint(0, 9)}
