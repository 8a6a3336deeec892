"""Text tables: CSV in the letters and separators that platforms and spreadsheets write, row by row."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from handlers.files.cells import Cell
from handlers.files.columns import HEADING_SEARCHED, REVIEWS, Columns, find_heading
from handlers.files.refusals import ExportUnreadable

_CHUNK = 1 << 20
_SEPARATORS = (",", "\t", ";")


def table_rows(path: Path, columns: Columns = REVIEWS) -> Iterator[tuple[int, list[Cell]]]:
    """(row number from 1, cells) of each row that is not blank, streamed. Raises ExportUnreadable."""
    encoding = encoding_of(path)
    separator = _separator(path, encoding, columns)
    with opened(path, encoding) as file:
        yield from _rows(path, file, separator)


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[TextIO]:
    """The file as text, line ends untouched because a quoted cell may hold them."""
    with path.open(encoding=encoding, newline="") as file:
        yield file


def encoding_of(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with one (Excel's "Unicode text"), else GB18030.

    Read strictly and wholly, in pieces: a file that is UTF-8 for its first megabyte only is not guessed at.
    Raises ExportUnreadable when no reading holds to the end.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        if _reads(path, encoding):
            return encoding
    raise ExportUnreadable("letters_unreadable", path)


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(path: Path, encoding: str, columns: Columns) -> str:
    """The separator under which most columns are known by name."""
    return max(_SEPARATORS, key=lambda separator: _known_columns(path, encoding, separator, columns))


def _known_columns(path: Path, encoding: str, separator: str, columns: Columns) -> int:
    with opened(path, encoding) as file:
        try:
            first = list(islice(_rows(path, file, separator), HEADING_SEARCHED))
        except ExportUnreadable:  # under a wrong separator quotes may not close; the right one speaks for itself
            return -1
    heading = find_heading(first, columns)
    return len(heading.places) if heading else 0


def _rows(path: Path, file: TextIO, separator: str) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(file, delimiter=separator, strict=True)
    row_number = 0
    while True:
        row_number += 1
        try:
            cells = next(reader, None)
        except csv.Error as broken:
            raise ExportUnreadable("quote_open", path, row=row_number) from broken
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield row_number, list(cells)
