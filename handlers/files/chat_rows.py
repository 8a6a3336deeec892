"""Chat rows: one row of a table, as the line of a service chat that it holds."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from bot.chat import ChatLine
from handlers.files.cells import Cell, as_identifier, as_words
from handlers.files.columns import Heading
from handlers.files.refusals import RefusedRow
from handlers.files.row_reader import FieldRefused, RowReader, Shop, has_too_many, refused_row, too_many_cells
from handlers.files.validation import chatted

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


def read_chat_row(row_number: int, cells: Sequence[Cell], heading: Heading, shop: Shop) -> ChatLine | RefusedRow:
    """The row's line; a RefusedRow where it cannot be taken."""
    if has_too_many(cells, heading):
        return too_many_cells(row_number, cells, heading)
    try:
        body = _ChatReader(row_number, cells, heading, shop).body()
    except FieldRefused as refused:
        return refused_row(row_number, refused, heading)
    return chatted(body, row_number, heading.name_of)


@dataclass(frozen=True)
class _ChatReader(RowReader):
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
