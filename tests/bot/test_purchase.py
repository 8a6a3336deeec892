"""Purchases: what an order and a count of orders may say, and what makes two tellings the same."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from bot.purchase import OrderCount, Piece, Purchase

ORDER = {"id": "o-1", "store": "home-cn", "placed_at": "2026-12-03T20:15:00+08:00"}
COUNT = {"store": "home-cn", "day": "2026-12-02", "orders": 120}


def _order(**said: Any) -> Purchase:
    return Purchase.model_validate(ORDER | said)


def test_an_order_of_which_nothing_is_known_is_still_one_piece() -> None:
    assert _order().pieces == (Piece(None, "", 1),)


def test_several_products_are_told_as_items_and_each_counts_once() -> None:
    items = [{"sku": "a"}, {"sku": "b", "line": "厨房"}, {"sku": "a", "quantity": 2, "line": "浴室"}, {"line": "厨房"}]

    assert _order(items=items, product={"sku": "z"}, quantity=9).pieces == (
        Piece("a", "浴室", 3),
        Piece("b", "厨房", 1),
        Piece(None, "厨房", 1),
    )


def test_spelling_makes_no_other_content_and_facts_do() -> None:
    one = _order(paid="59.00")

    for same in ({"placed_at": "2026-12-03T12:15:00Z"}, {"paid": 59}, {"product": {"name": "壶"}}, {"quantity": 1}):
        assert _order(**({"paid": "59.00"} | same)).content_hash == one.content_hash
    for other in ({"paid": 60}, {"currency": "USD"}, {"quantity": 2}, {"product": {"sku": "a"}}, {"store": "x"}):
        assert _order(**({"paid": "59.00"} | other)).content_hash != one.content_hash


def test_nobody_can_try_out_whose_order_it_is() -> None:
    assert _order(customer={"id": "c-9"}).content_hash == _order().content_hash


def test_a_count_of_a_product_names_no_line() -> None:
    assert OrderCount.model_validate(COUNT | {"sku": "a", "line": "厨房"}).line == ""
    assert OrderCount.model_validate(COUNT | {"line": "厨房"}).line == "厨房"
    assert OrderCount.model_validate(COUNT | {"day": date(2026, 12, 2)}).day == date(2026, 12, 2)


@pytest.mark.parametrize("day", ["2026-12-02T00:00:00Z", "20261202", 1795572000, "1999-12-31", "2026-13-01", ""])
def test_a_day_is_a_local_date_written_out(day: object) -> None:
    with pytest.raises(ValidationError):
        OrderCount.model_validate(COUNT | {"day": day})
