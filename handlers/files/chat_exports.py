"""Chat exports: a platform's CSV, XLSX or JSONL file of service chats, read as lines for `app.py import --chats`."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.chat import ChatLine
from handlers.files.cells import Cell, as_identifier, as_words
from handlers.files.columns import CHATS, Heading
from handlers.files.exports import plain, table
from handlers.files.json_lines import whole_objects, zoned
from handlers.files.kinds import Kind, kind_of
from handlers.files.refusals import RefusedRow
from handlers.files.row_cells import FieldRefused, RowCells, Shop, too_many_cells
from handlers.files.validation import refusal_of

_CUSTOMER, _AGENT = "customer", "agent"
_ROLES = {
    **dict.fromkeys(
        ("买家", "顾客", "客户", "用户", "消费者", "访客", "接收", "customer", "buyer", "user", "visitor"), _CUSTOMER
    ),
    **dict.fromkeys(
        (
            "客服",
            "卖家",
            "商家",
            "店铺",
            "店家",
            "系统",
            "机器人",
            "发送",
            "agent",
            "seller",
            "service",
            "shop",
            "bot",
            "system",
        ),
        _AGENT,
    ),
}


def read_chats(
    path: Path, *, default_store: str, timezone: ZoneInfo, stores: Mapping[str, str] | None = None
) -> Iterator[ChatLine | RefusedRow]:
    """The lines of the file in its order, streamed; a RefusedRow wherever a row cannot be taken.

    As `handlers.files.exports.read_export`: store names, bare times and ExportUnreadable are the same.
    """
    kind = kind_of(path)
    if kind is Kind.JSON_LINES:
        yield from _of_json(path, default_store, timezone)
        return
    heading, rows = table(path, kind, CHATS)
    shop = Shop(default_store, timezone, stores or {})
    for row_number, cells in rows:
        yield _of_row(row_number, plain(path, cells, heading), heading, shop)


def _of_json(path: Path, default_store: str, zone: ZoneInfo) -> Iterator[ChatLine | RefusedRow]:
    for one in whole_objects(path, "lines"):
        if isinstance(one, RefusedRow):
            yield one
        else:
            body = {"store": default_store} | one.body
            told = body | ({"at": zoned(body["at"], zone)} if body.get("at") is not None else {})
            yield _checked(told, one.row_number, one.name_of)


def _of_row(row_number: int, cells: Sequence[Cell], heading: Heading, shop: Shop) -> ChatLine | RefusedRow:
    if refused := too_many_cells(row_number, cells, heading):
        return refused
    try:
        body = _ChatRow(row_number, cells, heading, shop).body()
    except FieldRefused as fault:
        return fault.of_row(row_number, heading)
    return _checked(body, row_number, heading.name_of)


def _checked(body: Mapping[str, Any], row_number: int, name_of: Callable[[str], str]) -> ChatLine | RefusedRow:
    try:
        return ChatLine.model_validate(body)
    except ValidationError as invalid:
        return refusal_of(invalid, row_number, name_of)


@dataclass(frozen=True)
class _ChatRow(RowCells):
    def body(self) -> dict[str, Any]:
        """A line in the standard form."""
        body: dict[str, Any] = {
            "store": self.store(),
            "session": self.read("session", as_identifier),
            "at": self.moment("at"),
            "from": self._role(),
            "product": {
                "sku": self.read("product.sku", as_identifier),
                "name": self.words("product.name"),
                "line": self.words("product.line"),
            },
            "customer": {"id": self.read("customer.id", as_identifier)},
            "text": as_words(self.cell("text")),
        }
        if body["at"] is None:
            raise FieldRefused("at", "value_missing", "")
        return body | {"id": self.read("id", as_identifier) or _stable_id(body)}

    def _role(self) -> str:
        """By a word for it; by name where the buyer's is told beside it: everybody else is one of ours."""
        named, buyer = self.words("from"), self.words("customer.id")
        if not named:
            raise FieldRefused("from", "value_missing", "")
        if known := _ROLES.get(named.lower()):
            return known
        if not buyer:
            raise FieldRefused("from", "word_unknown", named, ", ".join(_ROLES))
        return _CUSTOMER if named == buyer else _AGENT


def _stable_id(body: Mapping[str, Any]) -> str:
    """An id for a line that came without one: the same row gives the same id in every run and kind of file."""
    at = body["at"].astimezone(UTC)
    said = [
        body["store"],
        body["session"],
        body["customer"]["id"],
        body["product"]["sku"],
        at,
        body["from"],
        body["text"],
    ]
    return "row-" + hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:24]
