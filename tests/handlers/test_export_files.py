"""Whole files: workbooks as programs write them, and what is said of a file that cannot be read."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.review import Review
from handlers.files.exports import ExportUnreadable, count_rows, read_export
from handlers.files.wording import fault, fault_keys
from tests.handlers.export_makers import (
    FULL_ROW,
    HEADING,
    SHANGHAI,
    a_csv,
    a_workbook,
    as_excel_writes_it,
    read,
    reviews_of,
    with_part,
)


def test_a_workbook_gives_its_dates_numbers_and_long_phone_numbers_whole(tmp_path: Path) -> None:
    typed = ["r-1", 666, 4, "壶", 1001, 20261122001, "王", 13800138000, datetime(2026, 11, 22, 9, 58, 12), None, 12]
    (review,) = reviews_of(a_workbook(tmp_path / "a.xlsx", [HEADING, typed]))

    assert (review.text, review.rating, review.useful) == ("666", 4, 12)
    assert (review.customer.phone, review.order.id, review.product.sku) == ("13800138000", "20261122001", "1001")
    assert review.created_at == datetime(2026, 11, 22, 9, 58, 12, tzinfo=SHANGHAI)


def test_the_sheet_with_reviews_is_found_behind_a_cover_sheet(tmp_path: Path) -> None:
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["导出说明"])
    sheet = book.create_sheet("评价")
    sheet.append(HEADING)
    sheet.append(FULL_ROW)
    book.save(tmp_path / "a.xlsx")

    assert [one.id for one in reviews_of(tmp_path / "a.xlsx")] == ["r-1"]
    assert count_rows(tmp_path / "a.xlsx") == 1


def test_a_workbook_that_claims_to_be_a_single_cell_is_still_read_to_its_end(tmp_path: Path) -> None:
    whole = a_workbook(tmp_path / "whole.xlsx", [HEADING, FULL_ROW, ["r-2", *FULL_ROW[1:]]])
    path = with_part(whole, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"A1:K3", b"A1"))

    assert [one.id for one in reviews_of(path)] == ["r-1", "r-2"]
    assert count_rows(path) is None


def test_a_formula_in_a_column_that_is_read_refuses_the_file_by_its_cell(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [HEADING, FULL_ROW], formula_at="B2")

    with pytest.raises(ExportUnreadable, match="B2") as caught:
        read(path)
    assert caught.value.key == "formula_cell"


def test_a_formula_in_a_column_of_no_concern_is_left_alone(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [[*HEADING, "备注"], FULL_ROW], formula_at="L2")

    assert len(reviews_of(path)) == 1


def test_a_workbook_with_its_words_in_a_shared_table_readsas_excel_writes_it(tmp_path: Path) -> None:
    rows = [HEADING, ["r-1", "头一行\r\n第二行", *FULL_ROW[2:]]]
    path = as_excel_writes_it(a_workbook(tmp_path / "plain.xlsx", rows), tmp_path / "a.xlsx")

    (review,) = reviews_of(path)

    assert (review.text, review.customer.name) == ("头一行\n第二行", "王小明")


COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.csv", b"", "file_empty"), ("a.xlsx", b"", "file_empty"), ("a.csv", b"\xef\xbb\xbf\r\n \r\n", "file_empty"),
        ("a.jsonl", b"\n\n", "file_empty"), ("a.pdf", b"%PDF", "kind_unknown"), ("a", b"x", "kind_unknown"),
        ("a.ics", b"BEGIN", "calendar_elsewhere"),
        ("a.xls", COMPOUND, "workbook_old"), ("a.xlsx", COMPOUND, "workbook_old"),
        ("a.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
        ("a.xlsx", "评价内容,评价时间\n漏水,2026-11-22\n".encode(), "workbook_broken"),
        ("a.xls", b"<html><table></table></html>", "page_misnamed"), ("a.csv", b"<!DOCTYPE html>", "page_misnamed"),
        ("a.csv", b"PK\x03\x04....", "workbook_misnamed"), ("a.jsonl", b"id,text\n", "json_misnamed"),
        ("a.csv", b"\xff\x80\x81\x82", "letters_unreadable"), ("a.csv", "名字,年龄\n王,3\n".encode(), "column_missing"),
        ("a.csv", '评价内容,评价时间\n"漏水,2026-11-22\n'.encode(), "quote_open"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(ExportUnreadable) as caught:
        read(path)

    assert caught.value.key == key
    with pytest.raises(ExportUnreadable):
        count_rows(path)


def test_a_file_that_is_not_there_is_told_by_its_name_only(tmp_path: Path) -> None:
    with pytest.raises(ExportUnreadable, match=r"no file gone\.csv") as caught:
        read(tmp_path / "gone.csv")

    assert str(tmp_path) not in caught.value.in_locale("zh_CN")


def test_a_missing_column_is_named_with_what_was_seen_and_names_that_would_do(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", [["评价内容", "买家昵称"], ["漏水", "王"]])

    with pytest.raises(ExportUnreadable) as caught:
        read(path)

    said = caught.value.in_locale("zh_CN")
    assert "没有评价时间" in said
    assert "评价内容 / 买家昵称" in said
    assert "例如评价时间" in said
    assert "for example created at" in caught.value.in_locale("en")


@pytest.mark.parametrize("broken", [b"PK\x03\x04" + bytes(40), b"not a zip"])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(broken)

    with pytest.raises(ExportUnreadable) as caught:
        read(path)
    assert caught.value.key == "workbook_broken"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_a_part_damaged_is_refused(tmp_path: Path, part: str) -> None:
    whole = a_workbook(tmp_path / "whole.xlsx", [HEADING, FULL_ROW])
    path = with_part(whole, tmp_path / "a.xlsx", part, lambda content: content[: len(content) // 2])

    with pytest.raises(ExportUnreadable) as caught:
        read(path)
    assert caught.value.key == "workbook_broken"


def test_a_workbook_whose_parts_are_zipped_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [HEADING, FULL_ROW])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the "encrypted" bit of the first part in the directory
    path.write_bytes(content)

    with pytest.raises(ExportUnreadable) as caught:
        read(path)
    assert caught.value.key == "workbook_encrypted"


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [HEADING, FULL_ROW])
    monkeypatch.setattr("handlers.files.workbook._UNPACKED_LIMIT", 1000)

    with pytest.raises(ExportUnreadable) as caught:
        read(path)
    assert caught.value.key == "file_too_large"


def test_a_workbook_without_styles_as_platforms_write_it_is_read_without_a_warning(tmp_path: Path) -> None:
    bare = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    whole = a_workbook(tmp_path / "whole.xlsx", [HEADING, FULL_ROW])
    path = with_part(whole, tmp_path / "a.xlsx", "xl/styles.xml", lambda _: bare)

    assert len(reviews_of(path)) == 1


def test_a_heading_without_rows_gives_nothing_and_no_error(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", [HEADING])

    assert read(path) == []
    assert count_rows(path) == 0


def test_reading_gives_the_first_review_long_before_the_end_of_the_file(tmp_path: Path) -> None:
    """The row where the file breaks off comes last: what stands before it was already given."""
    path = a_csv(tmp_path / "a.csv", [HEADING, *([FULL_ROW] * 2000)])
    with path.open("ab") as file:
        file.write(b'"never closed')
    items = read_export(path, default_store="home-cn", timezone=SHANGHAI)

    assert isinstance(next(items), Review)
    with pytest.raises(ExportUnreadable, match="row 2002"):
        list(items)


def test_every_fault_reads_whole_in_both_languages() -> None:
    facts = dict.fromkeys(
        [
            "column",
            "value",
            "file",
            "expected",
            "cells",
            "columns",
            "limit",
            "row",
            "cell",
            "missing",
            "missing_en",
            "examples_en",
            *("most", "who", "words", "shifts", "shift"),
        ],
        "#",
    )
    for key in fault_keys():
        for said in fault(key, **facts, seen="#", examples="#", detail="#"):
            assert said.zh.endswith(("。", "}")), key
            assert said.en.endswith((".", "}")), key
            assert any("\u4e00" <= letter <= "\u9fff" for letter in said.zh), key
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in said.en), key
