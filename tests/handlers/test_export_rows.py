"""Refused rows: each says where, what and how to mend it, the others go on; and their report."""

import csv
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.review import Review
from handlers.files.exports import ExportUnreadable, RefusedRow, count_rows, write_refusals
from tests.handlers.export_makers import (
    FULL_ROW,
    HEADING,
    a_body,
    a_csv,
    a_workbook,
    json_lines,
    only_refusal,
    read,
    reviews_of,
)


@pytest.mark.parametrize(
    ("column", "value", "field", "key"),
    [
        ("评分", "七星", "rating", "rating_unclear"), ("评价时间", "", "created_at", "time_missing"),
        ("评价时间", "昨天", "created_at", "time_unclear"), ("评价ID", "1.2E+18", "id", "number_damaged"),
        ("评价ID", "x" * 201, "id", "too_long"), ("有用数", "很多", "useful", "count_unclear"),
        ("图片", ";".join(["a.jpg"] * 51), "images", "too_long"),
    ],
)  # fmt: skip
def test_a_refused_row_names_field_fault_and_remedy_and_the_others_go_on(
    tmp_path: Path, column: str, value: str, field: str, key: str
) -> None:
    bad = list(FULL_ROW)
    bad[HEADING.index(column)] = value
    path = a_csv(tmp_path / "a.csv", [HEADING, bad, FULL_ROW])

    refused, taken = read(path)

    assert isinstance(refused, RefusedRow)
    assert (refused.row_number, refused.field, refused.key) == (2, field, key)
    assert key == "time_missing" or column in refused.problem.zh
    assert isinstance(taken, Review)


def test_a_comma_that_was_not_quoted_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("评价内容,评价时间\n漏水,很生气,2026-11-22\n", encoding="utf-8")

    assert only_refusal(path).key == "too_many_cells"


def test_values_of_a_refused_row_stay_out_of_its_repr(tmp_path: Path) -> None:
    bad = [*FULL_ROW[:7], "1.38E+10", *FULL_ROW[8:]]
    refused = only_refusal(a_csv(tmp_path / "a.csv", [HEADING, bad]))

    assert refused.value == "1.38E+10"
    assert "value=" not in repr(refused)


@pytest.mark.parametrize(
    ("line", "field", "key"),
    [
        ('{"id": "r-2", "created_at": "2026-11-22"', "line", "not_json"), ("[1]", "line", "not_an_object"),
        ("[" * 100_000, "line", "not_json"), (json.dumps(a_body(rating=9)), "rating", "rating_unclear"),
        (json.dumps(a_body(created_at="soon")), "created_at", "time_unclear"),
        (json.dumps(a_body(created_at=None)), "created_at", "value_missing"),
        (json.dumps(a_body(type="replaced")), "type", "word_unknown"),
        (json.dumps(a_body(rating=None, text=" ")), "text", "nothing_said"),
        (json.dumps(a_body(order={"paid": -1})), "order.paid", "amount_unclear"),
        (json.dumps(a_body(customer=[])), "customer", "value_unfit"),
        (json.dumps({"reviews": [a_body(), 7]}), "reviews[1]", "not_an_object"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_review_is_refused_by_number_and_the_others_go_on(
    tmp_path: Path, line: str, field: str, key: str
) -> None:
    path = json_lines(tmp_path / "a.jsonl", a_body())
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    refused = only_refusal(path)

    assert (refused.row_number, refused.field, refused.key) == (3, field, key)


def test_json_lines_may_begin_with_a_mark_and_tell_the_time_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(a_body(created_at=1795312692)), encoding="utf-8-sig")

    assert reviews_of(path)[0].created_at.isoformat() == "2026-11-22T09:58:12+08:00"


def test_json_lines_may_leave_out_the_store_and_the_zone(tmp_path: Path) -> None:
    body = a_body(created_at="2026-11-22 09:58:12")
    del body["store"]

    (review,) = reviews_of(json_lines(tmp_path / "a.jsonl", body))

    assert (review.store, review.created_at.isoformat()) == ("home-cn", "2026-11-22T09:58:12+08:00")


# XML 1.0 has no place for control characters, so no workbook can carry them.
printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80)
hostile_words = st.one_of(
    printable,
    st.builds(
        str.__add__, st.sampled_from(["=", "+", "-", "@", '"', "'", ",", ";", "\n", "<!channel>", "{{ x }}"]), printable
    ),
    st.sampled_from(
        ['=cmd|"/c calc"!A1', "@SUM(1+1)", '","', "'; --", "<b>&amp;</b>", "\u202e反转", "无", "-", "null"]
    ),
).filter(lambda words: bool(words.strip()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=hostile_words)
def test_hostile_words_come_through_every_kind_of_file_unchanged(tmp_path: Path, words: str) -> None:
    heading = ["评价ID", "评价内容", "评分", "评价时间"]
    row = ["r-1", words, "1", "2026-11-22 09:58:12"]
    files = [
        a_csv(tmp_path / "a.csv", [heading, row]),
        a_csv(tmp_path / "b.csv", [heading, row], encoding="gb18030", separator=";", ends="\n"),
        a_workbook(tmp_path / "a.xlsx", [heading, row]),
        json_lines(tmp_path / "a.jsonl", a_body(text=words)),
    ]
    found = [reviews_of(path)[0] for path in files]

    assert {one.content_hash for one in found} == {found[0].content_hash}
    assert found[0].text == words.replace("\r\n", "\n").replace("\r", "\n").strip()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=14), max_size=6))
def test_whatever_stands_in_the_cells_each_row_is_a_review_or_a_refusal(tmp_path: Path, rows: list[list[str]]) -> None:
    path = a_csv(tmp_path / "a.csv", [HEADING, *rows])
    held = sum(any(cell.strip() for cell in row) for row in rows)

    assert len(read(path)) == count_rows(path) == held


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.txt"]))
def test_any_bytes_under_any_name_are_read_or_refused_in_words(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with suppress(ExportUnreadable):
        assert len(read(path)) <= len(content)


def report_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_report_lies_beside_the_export_and_tells_row_fault_and_remedy(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", [HEADING, ["r-1", "差", "七星", *FULL_ROW[3:]]])

    report = write_refusals(path, [only_refusal(path)])

    assert report == tmp_path / "a.csv.refused.csv"
    heading, row = report_of(report)
    assert len(heading) == len(row)
    assert row[:3] == ["2", "rating", "七星"]
    assert "七星" in row[3]


def test_no_report_is_left_when_nothing_is_refused_any_more(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", [HEADING, ["r-1", "差", "七星", *FULL_ROW[3:]]])
    report = write_refusals(path, [only_refusal(path)])

    assert report is not None
    assert write_refusals(path, []) is None
    assert not report.exists()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.one_of(
        st.text(max_size=80),
        st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "\x00=", "＝", "＠"]), st.text()),
    )
)
def test_no_cell_of_the_report_can_act_as_a_formula(tmp_path: Path, value: str) -> None:
    refused = RefusedRow.because(2, "rating", "rating_unclear", column="=评分", value=value)

    report = write_refusals(tmp_path / "a.csv", [refused])

    assert report is not None
    for row in report_of(report):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) for cell in row)
