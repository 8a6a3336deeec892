"""Workbooks: XLSX, read row by row without holding the sheet in memory."""

import mmap
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from handlers.files.cells import Cell
from handlers.files.columns import HEADING_SEARCHED, REVIEWS, Columns, find_heading
from handlers.files.refusals import ExportUnreadable

_UNPACKED_LIMIT = 1 << 30
# The first bytes of Microsoft's compound file, in which both old .xls and encrypted .xlsx come.
# https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
# [MS-OFFCRYPTO] 2.3.4: an encrypted workbook is a compound file with a stream of this name.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula or an error value, by its place: `C7`."""

    place: str


def sheet_rows(path: Path, columns: Columns = REVIEWS) -> Iterator[tuple[int, list[Cell | Formula]]]:
    """(row number from 1, cells) of the first sheet whose heading is known, else of the first. Blank rows are left out.

    Raises ExportUnreadable: encrypted, old, broken, too large.
    """
    with _opened(path) as book:
        yield from _rows(_sheet_to_read(path, book, columns))


def expected_rows(path: Path, columns: Columns = REVIEWS) -> int | None:
    """How many rows the sheet claims to have under its heading; an estimate, None where it claims nothing."""
    with _opened(path) as book:
        claims = {sheet.title: sheet.max_row for sheet in book.worksheets}
        claimed = claims[_sheet_to_read(path, book, columns).title]
    return claimed - 1 if claimed and claimed > 1 else None


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    """The workbook; whatever openpyxl stumbles over while it is open becomes one clear error."""
    _check_container(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # about styles that platforms leave out: no matter here
            book = load_workbook(path, read_only=True)
        try:
            yield book
        finally:
            book.close()
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, LookupError, ValueError, TypeError) as broken:
        raise ExportUnreadable("workbook_broken", path) from broken


def _check_container(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_COMPOUND)) == _COMPOUND:
            raise ExportUnreadable("workbook_encrypted" if _is_encrypted(path) else "workbook_old", path)
    try:
        with zipfile.ZipFile(path) as container:
            parts = container.infolist()
    except zipfile.BadZipFile as broken:
        raise ExportUnreadable("workbook_broken", path) from broken
    if any(part.flag_bits & 1 for part in parts):
        raise ExportUnreadable("workbook_encrypted", path)
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise ExportUnreadable("workbook_broken", path)
    if sum(part.file_size for part in parts) > _UNPACKED_LIMIT:
        raise ExportUnreadable("file_too_large", path, limit="1 GB")


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED_STREAM) >= 0


def _sheet_to_read(path: Path, book: Workbook, columns: Columns) -> ReadOnlyWorksheet:
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    if not shown:
        raise ExportUnreadable("file_empty", path)
    return next((sheet for sheet in shown if _has_heading(sheet, columns)), shown[0])


def _has_heading(sheet: ReadOnlyWorksheet, columns: Columns) -> bool:
    heading = find_heading(list(islice(_rows(sheet), HEADING_SEARCHED)), columns)
    return heading is not None and heading.is_enough


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[Cell | Formula]]]:
    """Every row, whatever size the sheet claims: exports written by a program often claim a single cell."""
    sheet.reset_dimensions()
    for row_number, row in enumerate(sheet.rows, start=1):
        cells = [_content(cell.value, cell.data_type, column, row_number) for column, cell in enumerate(row, start=1)]
        if any(cell is not None and cell != "" for cell in cells):
            yield row_number, cells


def _content(value: object, data_type: str, column: int, row: int) -> Cell | Formula:
    if data_type in ("f", "e"):
        return Formula(f"{get_column_letter(column)}{row}")
    if isinstance(value, str):
        return value.replace("_x000D_", "\r")  # how Office writes a carriage return, ECMA-376 ST_Xstring
    if value is None or isinstance(value, int | float | date | time | timedelta):
        return value
    raise TypeError(f"openpyxl gave a {type(value).__name__}")
