"""Cells of exports: every form of stars, times, numbers and addresses that platforms write."""

from datetime import datetime

import pytest

from handlers.files.cells import (
    CellRefused,
    as_addresses,
    as_amount,
    as_identifier,
    as_moment,
    as_stars,
)
from tests.handlers.export_makers import SHANGHAI


@pytest.mark.parametrize(
    ("cell", "stars"),
    [
        ("好评", 5), ("中评", 3), ("差评", 1), ("4", 4), (4.0, 4), ("5.0", 5), ("3星", 3), ("三星", 3), ("2分", 2),
        ("4/5", 4), ("★★☆☆☆", 2), ("⭐⭐⭐", 3), ("1 star", 1), ("5", 5), ("Good", 5), ("", None), (None, None),
    ],
)  # fmt: skip
def test_stars_are_read_from_numbers_words_and_drawings(cell: str | float | None, stars: int | None) -> None:
    assert as_stars(cell) == stars


@pytest.mark.parametrize("cell", ["0", "6", "4.5", "好像还行", True, "100%", "-1"])
def test_what_is_no_number_of_stars_is_refused(cell: str | bool) -> None:
    with pytest.raises(CellRefused, match="rating_unclear"):
        as_stars(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-22 09:58:12", "2026/11/22 9:58:12", "2026.11.22 09:58:12", "2026年11月22日 09:58:12",
        "2026年11月22日9时58分12秒", "2026-11-22T09:58:12", "2026-11-22 09:58:12.0", "2026-11-22T01:58:12Z",
        "2026-11-22T09:58:12+08:00", "2026-11-22 09:58:12 +0800", "20261122095812", "46348.41541666667",
        46348.41541666667, "1795312692", 1795312692000, datetime(2026, 11, 22, 9, 58, 11, 999900),
    ],
)  # fmt: skip
def test_a_time_is_read_in_every_form_that_exports_write(cell: str | float | datetime) -> None:
    moment = as_moment(cell, SHANGHAI)

    assert moment is not None
    assert moment.isoformat() == "2026-11-22T09:58:12+08:00"


@pytest.mark.parametrize(
    "cell", ["昨天", "11/22/2026", "2026-13-01", "2026-11-22 25:00", "7", "inf", "nan%", "2026-11-22 10:00+99:99"]
)
def test_what_is_no_time_or_has_two_readings_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused, match="time_unclear"):
        as_moment(cell, SHANGHAI)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ('="0012345"', "0012345"), ("'0012345", "0012345"), ("\t2711223344556677889", "2711223344556677889"),
        (13800138000.0, "13800138000"), (2711223344556677889, "2711223344556677889"), ("暂无", None),
    ],
)  # fmt: skip
def test_numbers_that_exports_protect_come_out_whole(cell: str | float, number: str | None) -> None:
    assert as_identifier(cell) == number


@pytest.mark.parametrize("cell", ["2.71122E+18", "1.38E+10", 2.711223344556678e18, datetime(2026, 3, 1)])
def test_a_number_that_a_spreadsheet_has_rounded_is_refused(cell: str | float | datetime) -> None:
    with pytest.raises(CellRefused, match="number_damaged"):
        as_identifier(cell)


@pytest.mark.parametrize("cell", ["很贵", "-1", "1e12", "sNaN", "Infinity"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused, match="amount_unclear"):
        as_amount(cell)


@pytest.mark.parametrize("between", [",", ";", "|", "\n", "，", "；", " ", ", "])
def test_addresses_are_parted_by_any_usual_mark(between: str) -> None:
    cell = f"https://img.example/1.jpg{between}//img.example/2,small.jpg{between}"

    assert as_addresses(cell) == ["https://img.example/1.jpg", "//img.example/2,small.jpg"]


def test_names_of_pictures_without_addresses_are_parted_too() -> None:
    assert as_addresses("a.jpg,b 1.jpg") == ["a.jpg", "b 1.jpg"]
