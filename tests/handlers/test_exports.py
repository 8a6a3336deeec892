"""Exports: what a platform's table becomes, and that every kind of file gives the same review."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.vocabulary import ReviewChange, Tier
from handlers.files.columns import ORDERS, REVIEWS, Columns, known_names
from handlers.files.exports import count_rows
from tests.handlers.export_makers import (
    FULL_ROW,
    HEADING,
    SHANGHAI,
    a_body,
    a_csv,
    a_workbook,
    json_lines,
    only_refusal,
    reviews_of,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_table_reads_the_same_in_every_encoding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = a_csv(tmp_path / "a.csv", [HEADING, FULL_ROW], encoding=encoding, separator=separator)

    (review,) = reviews_of(path)

    assert review.text == "水壶漏水,台面湿了一片"
    assert (review.id, review.rating, review.useful, review.store) == ("r-1", 1, 3, "home-cn")
    assert (review.product.sku, review.product.name, review.order.id) == ("kettle-01", "电热水壶", "o-1")
    assert (review.customer.name, review.customer.phone) == ("王小明", "13800138000")
    assert review.images == ("https://img.example/1.jpg", "https://img.example/2.jpg")
    assert review.created_at == datetime(2026, 11, 22, 9, 58, 12, tzinfo=SHANGHAI)


def test_english_columns_and_the_standard_sources_own_keys_are_known(tmp_path: Path) -> None:
    heading = ["Review ID", "Content", "Score", "Product_Name", "order.id", "order.paid", "Customer Tier", "Created At"]
    row = ["e-1", "The lid broke on day two", "2 stars", "Kettle", "o-9", "¥1,299", "gold", "2026/11/2 8:05"]

    (review,) = reviews_of(a_csv(tmp_path / "a.csv", [heading, row]))

    assert (review.rating, review.order.paid, review.customer.tier) == (2, Decimal("1299.00"), Tier.GOLD)
    assert review.created_at == datetime(2026, 11, 2, 8, 5, tzinfo=SHANGHAI)


def test_a_title_above_the_heading_is_passed_over_and_row_numbers_stay_those_of_the_spreadsheet(tmp_path: Path) -> None:
    bad_row = ["r-2", "", "", *FULL_ROW[3:]]
    path = a_csv(tmp_path / "a.csv", [["评价列表"], [], HEADING, FULL_ROW, bad_row])

    refused = only_refusal(path)

    assert (refused.row_number, refused.key) == (5, "nothing_said")


def test_line_breaks_and_quotes_inside_a_cell_stay_in_the_words(tmp_path: Path) -> None:
    words = '第一天好好的,\r\n第二天就"罢工"了'
    (review,) = reviews_of(a_csv(tmp_path / "a.csv", [HEADING, ["r-1", words, *FULL_ROW[2:]]]))

    assert review.text == '第一天好好的,\n第二天就"罢工"了'


def test_the_units_in_a_columns_name_do_not_hide_it(tmp_path: Path) -> None:
    heading = [*HEADING, "实付金额(元)"]
    (review,) = reviews_of(a_csv(tmp_path / "a.csv", [heading, [*FULL_ROW, "129"]]))

    assert review.order.paid == Decimal("129.00")


@pytest.mark.parametrize("columns", [REVIEWS, ORDERS])
def test_no_name_of_a_column_stands_for_two_fields(columns: Columns) -> None:
    owners: dict[str, set[str]] = {}
    for field, names in known_names(columns).items():
        for name in names:
            owners.setdefault(name.casefold().replace(" ", "").replace(".", ""), set()).add(field)

    assert {name: fields for name, fields in owners.items() if len(fields) > 1} == {}


def test_the_surer_of_two_columns_wins_and_the_other_fills_in_when_it_is_empty(tmp_path: Path) -> None:
    heading = ["评论时间", "内容", "评价内容", "评分"]
    rows = [["2026-11-22", "乙", "甲", "1"], ["2026-11-22", "乙", "", "1"]]

    assert [one.text for one in reviews_of(a_csv(tmp_path / "a.csv", [heading, *rows]))] == ["甲", "乙"]


def test_a_store_named_in_the_file_becomes_its_key_and_a_platform_its_code(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", [["店铺", "平台", *HEADING], ["美妆旗舰店", "京东", *FULL_ROW]])

    (review,) = reviews_of(path, stores={"美妆旗舰店": "beauty-cn"})

    assert (review.store, review.platform) == ("beauty-cn", "jd")


def test_a_later_remark_comes_as_a_second_delivery_of_the_same_review(tmp_path: Path) -> None:
    heading = [*HEADING, "追评内容", "追评时间"]
    rows = [[*FULL_ROW, "换来的一个也漏", "2026-11-30 12:00"], ["r-2", *FULL_ROW[1:], "无", ""]]
    path = a_csv(tmp_path / "a.csv", [heading, *rows])

    first, appended, second = reviews_of(path)

    assert (first.id, appended.id, second.id) == ("r-1", "r-1", "r-2")
    assert (first.type, appended.type) == (ReviewChange.CREATED, ReviewChange.APPENDED)
    assert (appended.text, appended.images) == ("换来的一个也漏", ())
    assert appended.created_at == datetime(2026, 11, 30, 12, tzinfo=SHANGHAI)
    assert count_rows(path) == 3


def test_a_row_with_nothing_but_a_later_remark_gives_only_that(tmp_path: Path) -> None:
    row = ["r-1", "", "", *FULL_ROW[3:], "用了一周,漏水"]
    (appended,) = reviews_of(a_csv(tmp_path / "a.csv", [[*HEADING, "追评"], row]))

    assert (appended.type, appended.text) == (ReviewChange.APPENDED, "用了一周,漏水")


def test_a_row_without_an_id_gets_the_same_one_in_every_run_and_kind_of_file(tmp_path: Path) -> None:
    rows = [HEADING[1:], FULL_ROW[1:]]
    from_csv = reviews_of(a_csv(tmp_path / "a.csv", rows))[0].id
    again = reviews_of(tmp_path / "a.csv")[0].id
    from_workbook = reviews_of(a_workbook(tmp_path / "a.xlsx", rows))[0].id

    assert from_csv.startswith("row-")
    assert from_csv == again == from_workbook


def test_an_edit_of_a_row_without_an_id_keeps_it_and_another_buyer_changes_it(tmp_path: Path) -> None:
    edited = ["改过的话", *FULL_ROW[2:]]
    other_buyer = [*FULL_ROW[1:6], "李*", *FULL_ROW[7:]]
    path = a_csv(tmp_path / "a.csv", [HEADING[1:], FULL_ROW[1:], edited, other_buyer])

    first, second, third = (one.id for one in reviews_of(path))

    assert first == second != third


def test_two_reviews_of_one_minute_without_order_or_buyer_stay_two(tmp_path: Path) -> None:
    path = a_csv(
        tmp_path / "a.csv", [["内容", "时间"], ["盒子破了", "2026-11-22 09:58"], ["颜色不对", "2026-11-22 09:58"]]
    )

    first, second = reviews_of(path)

    assert first.id != second.id


def test_one_review_is_equal_to_the_byte_from_csv_workbook_and_json_lines(tmp_path: Path) -> None:
    heading = [*HEADING, "实付金额", "会员等级", "平台"]
    row = [*FULL_ROW, "129", "金牌会员", "天猫"]
    typed = [*row[:2], 1, *row[3:7], 13800138000, datetime(2026, 11, 22, 9, 58, 12), row[9], 3, 129.0, *row[12:]]
    body = a_body(
        platform="tmall",
        text=FULL_ROW[1],
        order={"id": "o-1", "paid": 129},
        product={"sku": "kettle-01", "name": "电热水壶"},
        customer={"name": "王小明", "phone": "13800138000", "tier": "gold"},
        images=["https://img.example/1.jpg", "https://img.example/2.jpg"],
        useful=3,
        created_at="2026-11-22T01:58:12Z",
    )
    files = [
        a_csv(tmp_path / "a.csv", [heading, row]),
        a_csv(tmp_path / "b.csv", [heading, row], encoding="gb18030", separator="\t"),
        a_workbook(tmp_path / "a.xlsx", [heading, row]),
        a_workbook(tmp_path / "b.xlsx", [heading, typed]),
        json_lines(tmp_path / "a.jsonl", body),
        json_lines(tmp_path / "b.jsonl", {"reviews": [body]}),
    ]

    assert len({reviews_of(path)[0].content_hash for path in files}) == 1
