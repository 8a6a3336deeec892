"""Order exports: what platforms' tables say of orders, and what is said of rows that cannot be taken."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.purchase import Piece, Purchase
from handlers.files.columns import ORDERS
from handlers.files.exports import ExportUnreadable, RefusedRow, count_rows, read_order_export
from tests.handlers.export_makers import SHANGHAI, a_csv, a_workbook

HEADING = ["订单编号", "买家会员名", "宝贝标题", "商家编码", "订单创建时间", "实付金额(元)", "数量", "店铺名称"]
ROW = ["TB1", "小王爱喝茶", "电热水壶 1.5L", "kettle-01", "2026/11/22 09:58", "¥129.00", "2", "家居用品店"]


def _read(path: Path, **also: Any) -> list[Purchase | RefusedRow]:
    return list(read_order_export(path, default_store="home-cn", timezone=SHANGHAI, **also))


def _orders(path: Path) -> list[Purchase]:
    found = _read(path)
    refused = [one for one in found if isinstance(one, RefusedRow)]
    assert refused == []
    return [one for one in found if isinstance(one, Purchase)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_platforms_table_is_read_as_orders(tmp_path: Path, kind: str) -> None:
    make = a_csv if kind == "csv" else a_workbook
    path = make(tmp_path / f"orders.{kind}", [HEADING, ROW])

    (order,) = [one for one in _read(path, stores={"家居用品店": "home-cn"}) if isinstance(one, Purchase)]

    assert (order.id, order.store, order.customer.id) == ("TB1", "home-cn", "小王爱喝茶")
    assert (order.placed_at, order.paid) == (datetime(2026, 11, 22, 9, 58, tzinfo=SHANGHAI), Decimal("129.00"))
    assert order.pieces == (Piece("kettle-01", "", 2),)
    assert count_rows(path, ORDERS) == 1


def test_the_same_order_in_any_kind_of_file_has_the_same_content(tmp_path: Path) -> None:
    body = {
        "id": "TB1",
        "store": "家居用品店",
        "placed_at": "2026-11-22T01:58:00Z",
        "paid": 129,
        "product": {"sku": "kettle-01"},
        "quantity": 2,
        "customer": {"id": "小王爱喝茶"},
    }
    (tmp_path / "a.jsonl").write_text(json.dumps({"orders": [body]}) + "\n" + json.dumps(body), encoding="utf-8")
    table = _orders(a_csv(tmp_path / "a.csv", [HEADING, ROW]))

    assert {one.content_hash for one in _orders(tmp_path / "a.jsonl") + table} == {table[0].content_hash}


def test_rows_of_one_order_are_its_products(tmp_path: Path) -> None:
    other = [*ROW[:3], "pan-02", *ROW[4:6], "", ROW[7]]
    (order, last) = _orders(a_csv(tmp_path / "a.csv", [HEADING, ROW, other, ["TB2", *ROW[1:]]]))

    assert order.pieces == (Piece("kettle-01", "", 2), Piece("pan-02", "", 1))
    assert (order.paid, last.id) == (Decimal("129.00"), "TB2")


def test_the_time_of_payment_stands_in_for_that_of_the_order(tmp_path: Path) -> None:
    rows = [
        ["订单号", "付款时间", "下单时间"],
        ["1", "2026-11-22 10:00", "2026-11-22 09:00"],
        ["2", "2026-11-23 10:00", ""],
    ]

    assert [one.placed_at.hour for one in _orders(a_csv(tmp_path / "a.csv", rows))] == [9, 10]


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({0: ""}, "value_missing", "id"),
        ({0: "2.71122E+18"}, "number_damaged", "id"),
        ({4: ""}, "order_time_missing", "placed_at"),
        ({4: "yesterday"}, "time_unclear", "placed_at"),
        ({5: "free"}, "amount_unclear", "paid"),
        ({6: "0"}, "quantity_unclear", "quantity"),
        ({6: "9999999"}, "value_unfit", "items.0.quantity"),
        ({3: "s" * 201}, "too_long", "items.0.sku"),
        ({0: "TB0"}, "order_apart", "id"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path, changed: dict[int, str], key: str, field: str
) -> None:
    row = [changed.get(place, cell) for place, cell in enumerate(ROW)]
    path = a_csv(tmp_path / "a.csv", [HEADING, ["TB0", *ROW[1:]], ["TB9", *ROW[1:]], row, ["TB2", *ROW[1:]]])

    found = _read(path)

    (refused,) = [one for one in found if isinstance(one, RefusedRow)]
    assert (refused.row_number, refused.key, refused.field) == (4, key, field)
    assert [one.id for one in found if isinstance(one, Purchase)] == ["TB0", "TB9", "TB2"]


def test_a_table_without_the_columns_of_orders_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ExportUnreadable, match="no column for the number of the order and the time of the order"):
        _read(a_csv(tmp_path / "a.csv", [["评价内容", "评分"], ["坏了", "1"]]))


def test_lines_that_are_no_orders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "store": "s"}\n[1]\n{broken\n', encoding="utf-8")

    assert [(one.row_number, one.key) for one in _read(tmp_path / "a.jsonl") if isinstance(one, RefusedRow)] == [
        (1, "value_missing"),
        (2, "not_an_order"),
        (3, "not_json"),
    ]
