"""Shopping: the sample shops' orders are valid, the same however often a day is told, and some buy again."""

import asyncio
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.purchase import OrderCount, Purchase
from demo.samples import ready_samples
from demo.shopping import Shopping

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Sold:
    """Shopping with a clock that is moved by hand, and what it sent."""

    def __init__(self, seed: int = 1) -> None:
        self.at, self.sent = T0, list[dict[str, Any]]()
        self.shopping = Shopping(Random(seed), lambda: self.at, self._send)

    async def _send(self, body: dict[str, Any]) -> None:
        self.sent.append(body)

    def goes_on(self, gone: timedelta) -> dict[str, Any]:
        self.at += gone
        asyncio.run(self.shopping.go_on(gone))
        return self.sent[-1]


def test_what_is_sent_is_what_the_door_takes() -> None:
    sold = Sold()
    for sample in ready_samples():
        sold.shopping.remember(sample.review)
    told = sold.goes_on(timedelta(days=1))

    counts = [OrderCount.model_validate(one) for one in told["counts"]]
    orders = [Purchase.model_validate(one) for one in told["orders"]]
    assert {one.day for one in counts} >= {T0.date(), sold.at.date()}
    assert orders
    assert {one.customer.id for one in orders} <= {one.review["customer"]["id"] for one in ready_samples()}
    assert all(sold.at - timedelta(hours=12) <= one.placed_at <= sold.at for one in orders)


def test_a_day_is_told_once_and_after_a_restart_the_same() -> None:
    first, again = Sold(1), Sold(2)

    assert first.goes_on(timedelta())["counts"] == again.goes_on(timedelta())["counts"]
    later = first.goes_on(timedelta(days=2))["counts"]
    assert {one["day"] for one in later} == {"2026-11-23", "2026-11-24"}


def test_of_a_year_that_went_by_only_the_last_days_are_told() -> None:
    sold = Sold()

    assert len(sold.goes_on(timedelta(days=400))["counts"]) <= 1000
