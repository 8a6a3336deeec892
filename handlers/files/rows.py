"""Rows: one row of a table, turned into the review it holds, and into its 追评 where it has one."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.review import Review
from bot.vocabulary import ReviewChange, Tier
from handlers.files.cells import (
    Cell,
    CellRefused,
    as_addresses,
    as_amount,
    as_count,
    as_identifier,
    as_moment,
    as_stars,
    as_words,
    is_nothing,
)
from handlers.files.columns import Heading
from handlers.files.refusals import RefusedRow
from handlers.files.validation import reviewed

T = TypeVar("T")
_CHANGES = {change.value: change for change in ReviewChange} | {
    "新增": ReviewChange.CREATED,
    "修改": ReviewChange.UPDATED,
    "追评": ReviewChange.APPENDED,
    "删除": ReviewChange.DELETED,
}
_TIERS = {tier.value: tier for tier in Tier} | {
    "银牌": Tier.SILVER,
    "银牌会员": Tier.SILVER,
    "金牌": Tier.GOLD,
    "金牌会员": Tier.GOLD,
    "钻石": Tier.DIAMOND,
    "钻石会员": Tier.DIAMOND,
}
_PLATFORMS = {
    "天猫": "tmall",
    "淘宝": "taobao",
    "京东": "jd",
    "拼多多": "pdd",
    "抖音": "douyin",
    "抖店": "douyin",
    "快手": "kuaishou",
    "有赞": "youzan",
}


@dataclass(frozen=True)
class Shop:
    """What the file does not say: the store's key where no column names one, keys by store name, and the zone."""

    default_store: str
    zone: ZoneInfo
    stores: Mapping[str, str]


def read_row(row_number: int, cells: Sequence[Cell], heading: Heading, shop: Shop) -> Iterator[Review | RefusedRow]:
    """The row's review, then its 追评 as a delivery of its own; a RefusedRow in place of what cannot be taken.

    A membership label that is none of ours reads as basic: a review must not be lost over it.
    """
    reader = _RowReader(row_number, cells, heading, shop)
    if any(not is_nothing(cell) for cell in cells[len(heading.names) :]):
        facts = {"cells": len(cells), "columns": len(heading.names)}
        yield RefusedRow.because(row_number, "row", "too_many_cells", column="", **facts)
        return
    try:
        bodies = list(reader.bodies())
    except _FieldRefused as refused:
        column = heading.name_of(refused.field)
        yield RefusedRow.because(
            row_number, refused.field, refused.key, column=column, value=refused.value, expected=refused.expected
        )
        return
    for body in bodies:
        yield reviewed(body, row_number, shop.zone, heading.name_of)


class _FieldRefused(Exception):
    def __init__(self, field: str, key: str, value: object, expected: str = "") -> None:
        super().__init__(field, key)
        self.field, self.key, self.value, self.expected = field, key, value, expected


@dataclass(frozen=True)
class _RowReader:
    row_number: int
    cells: Sequence[Cell]
    heading: Heading
    shop: Shop

    def bodies(self) -> Iterator[dict[str, Any]]:
        """Standard bodies: the review unless only the 追评 says something, then the 追评."""
        body = self._body()
        appended = as_words(self._cell("append.text"))
        has_append = not is_nothing(appended)
        if body["rating"] is not None or body["text"] or body["type"] == ReviewChange.DELETED or not has_append:
            yield body
        if has_append:
            yield body | {
                "type": ReviewChange.APPENDED,
                "text": appended,
                "images": self._read("append.images", as_addresses),
                "videos": [],
                "created_at": self._moment("append.created_at") or body["created_at"],
            }

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": self._word("type", _CHANGES) or ReviewChange.CREATED,
            "store": self._store(),
            "platform": self._platform(),
            "order": self._order(),
            "product": {
                "sku": self._read("product.sku", as_identifier),
                "name": self._words("product.name"),
                "line": self._words("product.line"),
            },
            "customer": self._customer(),
            "rating": self._read("rating", as_stars),
            "text": as_words(self._cell("text")),
            "images": self._read("images", as_addresses),
            "videos": self._read("videos", as_addresses),
            "useful": self._read("useful", as_count),
            "created_at": self._required_moment(),
        }
        return body | {"id": self._read("id", as_identifier) or stable_id(body)}

    def _order(self) -> dict[str, Any]:
        return {
            "id": self._read("order.id", as_identifier),
            "paid": self._read("order.paid", as_amount),
            "currency": self._words("order.currency").upper() or "CNY",
            "placed_at": self._moment("order.placed_at"),
        }

    def _customer(self) -> dict[str, Any]:
        return {
            "id": self._read("customer.id", as_identifier),
            "name": self._words("customer.name"),
            "phone": self._read("customer.phone", as_identifier) or "",
            "email": self._words("customer.email"),
            "tier": _TIERS.get(self._words("customer.tier").lower(), Tier.BASIC),
        }

    def _store(self) -> str:
        named = self._words("store")
        return self.shop.stores.get(named, named) or self.shop.default_store

    def _platform(self) -> str:
        named = self._words("platform")
        return _PLATFORMS.get(named, named)

    def _required_moment(self) -> datetime:
        moment = self._moment("created_at")
        if moment is None:
            raise _FieldRefused("created_at", "time_missing", "")
        return moment

    def _moment(self, field: str) -> datetime | None:
        return self._read(field, lambda cell: as_moment(cell, self.shop.zone))

    def _words(self, field: str) -> str:
        cell = self._cell(field)
        return "" if is_nothing(cell) else as_words(cell)

    def _word(self, field: str, known: Mapping[str, T]) -> T | None:
        named = self._words(field)
        if named and named.lower() not in known:
            raise _FieldRefused(field, "word_unknown", named, ", ".join(known))
        return known.get(named.lower())

    def _read(self, field: str, read: Callable[[Cell], T]) -> T:
        cell = self._cell(field)
        try:
            return read(cell)
        except CellRefused as refused:
            raise _FieldRefused(field, refused.key, cell) from refused

    def _cell(self, field: str) -> Cell:
        """The first cell with something in it among the field's columns."""
        cells = [self.cells[place] for place in self.heading.places.get(field, ()) if place < len(self.cells)]
        return next((cell for cell in cells if not is_nothing(cell)), cells[0] if cells else None)


def stable_id(body: Mapping[str, Any]) -> str:
    """An id for a review that came without one: the same row gives the same id in every run and kind of file.

    From order, product, time and buyer. Where neither order nor buyer is named, the stars and words must tell two
    reviews of one minute apart, so that an edit of such a review counts as another review.
    """
    order, product, customer = body["order"], body["product"], body["customer"]
    buyer = customer["id"] or customer["name"] or customer["phone"]
    said = [] if order["id"] or buyer else [body["rating"], body["text"]]
    known = [body["store"], order["id"], product["sku"] or product["name"], body["created_at"].astimezone(UTC), buyer]
    return "row-" + hashlib.sha256("\x1f".join(str(part) for part in known + said).encode()).hexdigest()[:24]
