"""Chat exports: what `app.py import --chats` reads out of a platform's file, and what it would not take."""

import csv
import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.chat import ChatLine
from handlers.files.columns import CHATS, known_names
from handlers.files.exports import ExportUnreadable, count_rows, read_chat_export
from handlers.files.import_chats import import_chats
from handlers.files.import_file import Target
from handlers.files.refusals import RefusedRow
from tests.handlers.export_makers import a_csv, a_workbook
from tests.house.shop import Shop

ZONE = ZoneInfo("Asia/Shanghai")
HEADING = ["时间", "发送方", "内容", "商品ID", "商品名称", "会话ID", "店铺", "买家"]
ROW = ["2026-11-22 09:58", "买家", "这个多大容量?", "kettle-01", "电热水壶", "s-1", "家居用品店", "王小明"]


def _read(path: Path) -> list[ChatLine | RefusedRow]:
    return list(read_chat_export(path, default_store="home-cn", timezone=ZONE, stores={"家居用品店": "home-cn"}))


def _lines(path: Path) -> list[ChatLine]:
    read = _read(path)
    assert not [one for one in read if isinstance(one, RefusedRow)]
    return [one for one in read if isinstance(one, ChatLine)]


@pytest.mark.parametrize("make", [a_csv, a_workbook])
def test_a_row_becomes_a_line(tmp_path: Path, make: object) -> None:
    path = tmp_path / ("a.csv" if make is a_csv else "a.xlsx")
    (line,) = _lines(make(path, [["旺旺聊天记录"], HEADING, ROW]))  # type: ignore[operator]

    assert (line.said_by, line.text, line.session, line.store) == ("customer", "这个多大容量?", "s-1", "home-cn")
    assert (line.product.sku, line.product.name, line.customer.id) == ("kettle-01", "电热水壶", "王小明")
    assert line.at.isoformat() == "2026-11-22T09:58:00+08:00"
    assert line.id.startswith("row-")


def test_who_wrote_is_told_by_a_word_or_by_the_buyers_name(tmp_path: Path) -> None:
    senders = ["买家", "客服", "王小明", "旗舰店:小李", "机器人"]
    path = a_csv(tmp_path / "a.csv", [HEADING, *([*ROW[:1], who, *ROW[2:]] for who in senders)])

    assert [one.said_by for one in _lines(path)] == ["customer", "agent", "customer", "agent", "agent"]


def test_json_lines_hold_lines_or_batches(tmp_path: Path) -> None:
    line = {"id": "1", "at": "2026-11-22T09:58:00+08:00", "from": "customer", "text": "多大?"}
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, [line, {"lines": [line | {"id": "2"}, line | {"at": 1795572000}]}, 7])))

    one, two, three, refused = _read(path)

    assert [one.id, two.id, three.id] == ["1", "2", "1"]  # type: ignore[union-attr]
    assert isinstance(refused, RefusedRow)
    assert count_rows(path, CHATS) == 4


@pytest.mark.parametrize(
    ("column", "value", "key"),
    [
        (0, "", "value_missing"),
        (0, "22/11/2026", "time_unclear"),
        (1, "", "value_missing"),
        (5, "2.7E+18", "number_damaged"),
    ],
)
def test_a_row_that_cannot_be_taken_names_its_cell(tmp_path: Path, column: int, value: str, key: str) -> None:
    row = [value if at == column else cell for at, cell in enumerate(ROW)]
    refused, taken = _read(a_csv(tmp_path / "a.csv", [HEADING, row, ROW]))

    assert isinstance(refused, RefusedRow)
    assert (refused.key, refused.row_number) == (key, 2)
    assert HEADING[column] in refused.problem.zh
    assert isinstance(taken, ChatLine)


def test_a_sender_nobody_knows_is_refused_where_no_buyer_is_named(tmp_path: Path) -> None:
    (refused,) = _read(a_csv(tmp_path / "a.csv", [HEADING[:3], ["2026-11-22 09:58", "王小明", "多大?"]]))

    assert isinstance(refused, RefusedRow)
    assert refused.key == "word_unknown"


def test_a_file_without_senders_says_which_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ExportUnreadable, match="who wrote it"):
        _read(a_csv(tmp_path / "a.csv", [["时间", "内容"], ["2026-11-22", "多大?"]]))


def test_no_name_of_a_column_stands_for_two_fields() -> None:
    names = [name.casefold() for known in known_names(CHATS).values() for name in known]

    assert len(names) == len(set(names))


async def test_importing_twice_changes_nothing_and_raises_an_alert_once(shop: Shop, tmp_path: Path) -> None:
    desk, now = shop.parts.staff.desk, shop.clock.now().astimezone(ZONE)
    talks = [(timedelta(days=day, minutes=talk), "在吗") for day in range(2, 30) for talk in range(10)]
    talks += [(timedelta(minutes=talk), "多大容量?") for talk in range(12)]
    rows = [
        [f"{now - ago:%Y-%m-%d %H:%M}", "买家", text, *ROW[3:5], f"s-{ago}", ROW[6], f"c-{ago}"] for ago, text in talks
    ]
    path = a_csv(tmp_path / "a.csv", [HEADING, *rows, ["?", *ROW[1:]]])
    into = Target(desk.policy, desk.db, shop.clock)

    first = import_chats(path, "standard", None, into=into, step=lambda: None)
    second = import_chats(path, "standard", None, into=into, step=lambda: None)
    await shop.does_what_is_due()

    assert (first.accepted, first.duplicates, first.refused) == (292, 0, 1)
    assert (second.accepted, second.duplicates, second.refused) == (0, 292, 1)
    assert first.report
    with first.report.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["行 Row", "294"]
    assert len(shop.person("小李").sees()) == 1
