"""Kinds: whether a file is a text table, a workbook or JSON lines, and whether its content agrees with its name."""

from enum import Enum
from pathlib import Path

from handlers.files.refusals import ExportUnreadable

_SNIFFED = 512


class Kind(Enum):
    """What an export may be."""

    TEXT_TABLE = "text table"
    WORKBOOK = "workbook"
    JSON_LINES = "json lines"


_BY_SUFFIX = {
    ".csv": Kind.TEXT_TABLE,
    ".tsv": Kind.TEXT_TABLE,
    ".txt": Kind.TEXT_TABLE,
    ".xlsx": Kind.WORKBOOK,
    ".xlsm": Kind.WORKBOOK,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".json": Kind.JSON_LINES,
}


def kind_of(path: Path) -> Kind:
    """The kind that the name says. Raises ExportUnreadable: no such file, or another content."""
    start = _start(path)
    if path.suffix.lower() == ".xls":
        raise ExportUnreadable("page_misnamed" if _is_page(start) else "workbook_old", path)
    kind = _BY_SUFFIX.get(path.suffix.lower())
    if path.suffix.lower() == ".ics":
        raise ExportUnreadable("calendar_elsewhere", path)
    if kind is None:
        raise ExportUnreadable("kind_unknown", path)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise ExportUnreadable("file_empty", path)
    if _is_page(start):
        raise ExportUnreadable("page_misnamed", path)
    if kind is not Kind.WORKBOOK and start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ExportUnreadable("workbook_misnamed", path)
    return kind


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_SNIFFED)
    except FileNotFoundError as missing:
        raise ExportUnreadable("file_missing", path) from missing
    except OSError as closed:
        raise ExportUnreadable("file_closed", path, detail=closed.strerror or type(closed).__name__) from closed


def _is_page(start: bytes) -> bool:
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return words.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml"))
