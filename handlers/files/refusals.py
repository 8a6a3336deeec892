"""Refusals: what an import would not take, one row or a whole file, and the report that people mend from."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Self, TypeVar

from handlers.files.wording import Said, fault

_Row = TypeVar("_Row")
_SHOWN_CHARACTERS = 60
# What a spreadsheet takes for the start of a formula, full-width forms too.
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class RefusedRow:
    """One row that was left out. `row_number` counts from 1 with the heading, as a spreadsheet does (JSONL: lines).

    `field` is the standard source's own name (`created_at`, `order.paid`); `key` names the fault for programs;
    `value` is what stood there, clipped, kept out of logs because it may be personal.
    """

    row_number: int
    field: str
    problem: Said
    remedy: Said
    key: str
    value: str = dataclass_field(default="", repr=False)

    @classmethod
    def because(cls, row_number: int, name: str, key: str, *, column: str, value: object = "", **facts: object) -> Self:
        """The refusal with its sentences; `column` is the name the reader sees in the file."""
        shown = clipped(value)
        problem, remedy = fault(key, column=column, value=shown, **facts)
        return cls(row_number, name, problem, remedy, key, shown)


class ExportUnreadable(Exception):
    """The file as a whole cannot be read; nothing more of it is. Says what is wrong and what to do about it."""

    def __init__(self, key: str, path: Path, **facts: object) -> None:
        self.key = key
        self.problem, self.remedy = fault(key, file=path.name, **facts)
        super().__init__(f"{self.problem.en} {self.remedy.en}")

    def in_locale(self, locale: str) -> str:
        """Problem and remedy together, ready for standard error."""
        parts = self.problem.in_locale(locale), self.remedy.in_locale(locale)
        return " ".join(parts) if locale == "en" else "".join(parts)


def readable(
    rows: Iterable[_Row | RefusedRow], refused: list[RefusedRow], step: Callable[[], None] = lambda: None
) -> Iterator[_Row]:
    """What can be taken in; what cannot is put aside in `refused`. `step` is called once for either."""
    for row in rows:
        step()
        if isinstance(row, RefusedRow):
            refused.append(row)
        else:
            yield row


def write_refusals(path: Path, refused: Iterable[RefusedRow]) -> Path | None:
    """Writes `<name>.refused.csv` beside the export at `path` and returns where; None when nothing was refused.

    A report left by an earlier run is replaced, or removed when all is well now, so that it never misleads.
    UTF-8 with a mark at the start, which is how Excel knows the letters; cells cannot act as formulas.
    """
    report = path.with_name(f"{path.name}.refused.csv")
    rows = [_report_row(one) for one in refused]
    if not rows:
        report.unlink(missing_ok=True)
        return None
    unfinished = report.with_name(f"{report.name}.part")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_HEADING, *rows])
    return unfinished.replace(report)


_HEADING = ["行 Row", "栏目 Field", "内容 Value", "问题", "怎么办", "Problem", "Remedy"]


def _report_row(one: RefusedRow) -> list[str]:
    sentences = [one.problem.zh, one.remedy.zh, one.problem.en, one.remedy.en]
    return [str(one.row_number), *(harmless(cell) for cell in [one.field, one.value, *sentences])]


def harmless(cell: str) -> str:
    """The cell with an apostrophe before anything that a spreadsheet would run as a formula."""
    storable = cell.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return f"'{storable}" if storable.startswith(_FORMULA_STARTS) else storable


def clipped(value: object) -> str:
    """The value as shown in a sentence: its first 60 characters."""
    words = str(value)
    return words if len(words) <= _SHOWN_CHARACTERS else words[:_SHOWN_CHARACTERS] + "…"
