"""JSON lines: standard review objects, one a line, or batches {"reviews": [ … ]} a line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.review import Review
from handlers.files.cells import CellRefused, as_moment
from handlers.files.refusals import ExportUnreadable, RefusedRow
from handlers.files.text_table import encoding_of, opened
from handlers.files.validation import reviewed

_BROKEN = object()
_END_OF_SECONDS = 4_102_444_800  # 2100; more would be milliseconds


def read_lines(path: Path, default_store: str, zone: ZoneInfo) -> Iterator[Review | RefusedRow]:
    """Each line's reviews, streamed. Raises ExportUnreadable when the first line is not JSON at all."""
    for one in whole_objects(path, "reviews"):
        if isinstance(one, RefusedRow):
            yield one
        else:
            yield reviewed(_filled(one.body, default_store, zone), one.row_number, zone, one.name_of)


@dataclass(frozen=True)
class Found:
    """An object with the line it stands in and its place there."""

    row_number: int
    place: str
    body: dict[str, Any]

    def name_of(self, field: str) -> str:
        """The field as the reader finds it in the line."""
        return f"{self.place}{field}"


def whole_objects(path: Path, batch: str) -> Iterator[Found | RefusedRow]:
    """Every object, or why there is none. Raises ExportUnreadable when the first line is not JSON at all."""
    for row_number, place, found in objects(path, batch):
        if found is _BROKEN:
            yield RefusedRow.because(row_number, "line", "not_json", column="")
        elif not isinstance(found, dict):
            at = place.rstrip(".") or "line"
            yield RefusedRow.because(row_number, at, "not_an_object", column=at)
        else:
            yield Found(row_number, place, found)


def objects(path: Path, batch: str = "reviews") -> Iterator[tuple[int, str, object]]:
    """(line number, place within the line, what stands there) of every object; blank lines are passed over."""
    first = True
    with opened(path, encoding_of(path)) as file:
        for row_number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            found = _parsed(line)
            if first and found is _BROKEN:
                raise ExportUnreadable("json_misnamed", path)
            first = False
            for place, one in _unpacked(found, batch):
                yield row_number, place, one


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return _BROKEN


def _unpacked(found: object, name: str) -> Iterator[tuple[str, object]]:
    batch = found.get(name) if isinstance(found, dict) else None
    if not isinstance(batch, list):
        yield "", found
        return
    for index, one in enumerate(batch):
        yield f"{name}[{index}].", one


def _filled(body: Mapping[str, Any], default_store: str, zone: ZoneInfo) -> dict[str, Any]:
    """The body with what the file's reader knows: the shop where none is named, and the zone of bare times."""
    filled = {"store": default_store} | dict(body)
    filled["created_at"] = zoned(body.get("created_at"), zone)
    if body.get("created_at") is None:
        del filled["created_at"]
    order = body.get("order")
    if isinstance(order, dict) and "placed_at" in order:
        filled["order"] = order | {"placed_at": zoned(order["placed_at"], zone)}
    return filled


def zoned(value: object, zone: ZoneInfo) -> object:
    """A time as text, or in whole seconds since 1970 as some exports have it; anything else as it was, to be named."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _END_OF_SECONDS:
        return datetime.fromtimestamp(value, zone)
    if not isinstance(value, str):
        return value
    try:
        return as_moment(value, zone) or value
    except CellRefused:
        return value
