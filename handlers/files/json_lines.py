"""JSON lines: standard review objects, one a line, or batches {"reviews": [ … ]} a line."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat import ChatLine
from bot.purchase import Purchase
from bot.review import Review
from handlers.files.cells import CellRefused, as_moment
from handlers.files.refusals import ExportUnreadable, RefusedRow
from handlers.files.text_table import encoding_of, opened
from handlers.files.validation import bought, chatted, reviewed

_BROKEN = object()
_END_OF_SECONDS = 4_102_444_800  # 2100; more would be milliseconds


def read_lines(path: Path, default_store: str, zone: ZoneInfo) -> Iterator[Review | RefusedRow]:
    """Each line's reviews, streamed. Raises ExportUnreadable when the first line is not JSON at all."""
    for row_number, place, found in objects(path):
        if found is _BROKEN:
            yield RefusedRow.because(row_number, "line", "not_json", column="")
        elif not isinstance(found, dict):
            at = place.rstrip(".") or "line"
            yield RefusedRow.because(row_number, at, "not_an_object", column=at)
        else:
            name_of = partial(_within, place)
            yield reviewed(_filled(found, default_store, zone), row_number, zone, name_of)


def read_order_lines(path: Path, default_store: str, zone: ZoneInfo) -> Iterator[Purchase | RefusedRow]:
    """Each line's orders, in the same way."""
    for row_number, place, found in objects(path, "orders"):
        if found is _BROKEN:
            yield RefusedRow.because(row_number, "line", "not_json", column="")
        elif not isinstance(found, dict):
            at = place.rstrip(".") or "line"
            yield RefusedRow.because(row_number, at, "not_an_order", column=at)
        else:
            body = {"store": default_store} | {name: value for name, value in found.items() if value is not None}
            if "placed_at" in body:
                body["placed_at"] = _zoned(body["placed_at"], zone)
            yield bought(body, row_number, partial(_within, place))


def read_chat_lines(path: Path, default_store: str, zone: ZoneInfo) -> Iterator[ChatLine | RefusedRow]:
    """Each line's lines of chats, in the same way."""
    for row_number, place, found in objects(path, "lines"):
        if found is _BROKEN:
            yield RefusedRow.because(row_number, "line", "not_json", column="")
        elif not isinstance(found, dict):
            at = place.rstrip(".") or "line"
            yield RefusedRow.because(row_number, at, "not_a_chat_line", column=at)
        else:
            body = {"store": default_store} | {name: value for name, value in found.items() if value is not None}
            if "at" in body:
                body["at"] = _zoned(body["at"], zone)
            yield chatted(body, row_number, partial(_within, place))


def _within(place: str, field: str) -> str:
    return f"{place}{field}"


def objects(path: Path, batch: str = "reviews") -> Iterator[tuple[int, str, object]]:
    """(line number, place within the line, what stands there) of each, in a `batch` too; blank lines are left out."""
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


def _unpacked(found: object, batch: str) -> Iterator[tuple[str, object]]:
    many = found.get(batch) if isinstance(found, dict) else None
    if not isinstance(many, list):
        yield "", found
        return
    for index, one in enumerate(many):
        yield f"{batch}[{index}].", one


def _filled(body: Mapping[str, Any], default_store: str, zone: ZoneInfo) -> dict[str, Any]:
    """The body with what the file's reader knows: the shop where none is named, and the zone of bare times."""
    filled = {"store": default_store} | dict(body)
    filled["created_at"] = _zoned(body.get("created_at"), zone)
    if body.get("created_at") is None:
        del filled["created_at"]
    order = body.get("order")
    if isinstance(order, dict) and "placed_at" in order:
        filled["order"] = order | {"placed_at": _zoned(order["placed_at"], zone)}
    return filled


def _zoned(value: object, zone: ZoneInfo) -> object:
    """A time as text, or in whole seconds since 1970 as some exports have it; anything else as it was, to be named."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _END_OF_SECONDS:
        return datetime.fromtimestamp(value, zone)
    if not isinstance(value, str):
        return value
    try:
        return as_moment(value, zone) or value
    except CellRefused:
        return value
