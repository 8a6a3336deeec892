"""Makers of exports for the tests: files of every kind, and what the reader makes of them."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from bot.review import Review
from handlers.files.exports import RefusedRow, read_export

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHEET_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADING = [
    "评价ID",
    "评价内容",
    "评分",
    "商品名称",
    "SKU",
    "订单编号",
    "买家昵称",
    "手机号",
    "评价时间",
    "图片",
    "有用数",
]
ROW = ["r-1", "水壶漏水,台面湿了一片", "1", "电热水壶", "kettle-01", "o-1", "王小明", "13800138000"]
FULL_ROW = [*ROW, "2026-11-22 09:58:12", "https://img.example/1.jpg;https://img.example/2.jpg", "3"]


def read(path: Path, **also: Any) -> list[Review | RefusedRow]:
    return list(read_export(path, default_store="home-cn", timezone=SHANGHAI, **also))


def reviews_of(path: Path, **also: Any) -> list[Review]:
    items = read(path, **also)
    assert all(isinstance(one, Review) for one in items), items
    return [one for one in items if isinstance(one, Review)]


def only_refusal(path: Path) -> RefusedRow:
    refused = [one for one in read(path) if isinstance(one, RefusedRow)]
    assert len(refused) == 1, refused
    return refused[0]


def a_csv(
    path: Path, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8", separator: str = ",", ends: str = "\r\n"
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=ends).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def a_workbook(path: Path, rows: Iterable[Sequence[object]], *, formula_at: str | None = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row_number, column)
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"  # words, even where they begin like a formula
    if formula_at:
        sheet[formula_at] = '="bad "&"words"'
    book.save(path)
    return path


def json_lines(path: Path, *objects: object) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects), encoding="utf-8")
    return path


def a_body(**also: Any) -> dict[str, Any]:
    return {
        "id": "r-1",
        "store": "home-cn",
        "rating": 1,
        "text": "壶盖关不严",
        "created_at": "2026-11-22T09:58:12+08:00",
    } | also


def as_excel_writes_it(source: Path, target: Path) -> Path:
    """The workbook with its words moved to a shared table, a carriage return spelt _x000D_."""
    words: list[str] = []

    def shared(found: re.Match[str]) -> str:
        words.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(words) - 1}</v></c>'

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            xml = old.read(part).decode()
            if part.startswith("xl/worksheets/"):
                xml = re.sub(r'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', shared, xml, flags=re.DOTALL)
            if part == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                xml = xml.replace(
                    "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
                )
            new.writestr(part, xml)
        table = "".join(f"<si>{one}</si>" for one in words).replace("\r", "_x000D_").replace("&#13;", "_x000D_")
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET_SPACE}">{table}</sst>')
    return target


def with_part(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return target
