"""Rows: one row of a table, turned into the review it holds, and into its 追评 where it has one."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.review import Review
from bot.vocabulary import ReviewChange, Tier
from handlers.files.cells import (
    Cell,
    as_addresses,
    as_amount,
    as_count,
    as_identifier,
    as_stars,
    as_words,
    is_nothing,
)
from handlers.files.columns import Heading
from handlers.files.refusals import RefusedRow
from handlers.files.row_reader import FieldRefused, RowReader, Shop, has_too_many, refused_row, too_many_cells
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


def read_row(row_number: int, cells: Sequence[Cell], heading: Heading, shop: Shop) -> Iterator[Review | RefusedRow]:
    """The row's review, then its 追评 as a delivery of its own; a RefusedRow in place of what cannot be taken.

    A membership label that is none of ours reads as basic: a review must not be lost over it.
    """
    reader = _ReviewReader(row_number, cells, heading, shop)
    if has_too_many(cells, heading):
        yield too_many_cells(row_number, cells, heading)
        return
    try:
        bodies = list(reader.bodies())
    except FieldRefused as refused:
        yield refused_row(row_number, refused, heading)
        return
    for body in bodies:
        yield reviewed(body, row_number, shop.zone, heading.name_of)


@dataclass(frozen=True)
class _ReviewReader(RowReader):
    def bodies(self) -> Iterator[dict[str, Any]]:
        """Standard bodies: the review unless only the 追评 says something, then the 追评."""
        body = self._body()
        appended = as_words(self.cell("append.text"))
        has_append = not is_nothing(appended)
        if body["rating"] is not None or body["text"] or body["type"] == ReviewChange.DELETED or not has_append:
            yield body
        if has_append:
            yield body | {
                "type": ReviewChange.APPENDED,
                "text": appended,
                "images": self.read("append.images", as_addresses),
                "videos": [],
                "created_at": self.moment("append.created_at") or body["created_at"],
            }

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": self.word("type", _CHANGES) or ReviewChange.CREATED,
            "store": self.store(),
            "platform": self._platform(),
            "order": self._order(),
            "product": {
                "sku": self.read("product.sku", as_identifier),
                "name": self.words("product.name"),
                "line": self.words("product.line"),
            },
            "customer": self._customer(),
            "rating": self.read("rating", as_stars),
            "text": as_words(self.cell("text")),
            "images": self.read("images", as_addresses),
            "videos": self.read("videos", as_addresses),
            "useful": self.read("useful", as_count),
            "created_at": self._required_moment(),
        }
        return body | {"id": self.read("id", as_identifier) or stable_id(body)}

    def _order(self) -> dict[str, Any]:
        return {
            "id": self.read("order.id", as_identifier),
            "paid": self.read("order.paid", as_amount),
            "currency": self.words("order.currency").upper() or "CNY",
            "placed_at": self.moment("order.placed_at"),
        }

    def _customer(self) -> dict[str, Any]:
        return {
            "id": self.read("customer.id", as_identifier),
            "name": self.words("customer.name"),
            "phone": self.read("customer.phone", as_identifier) or "",
            "email": self.words("customer.email"),
            "tier": _TIERS.get(self.words("customer.tier").lower(), Tier.BASIC),
        }

    def _platform(self) -> str:
        named = self.words("platform")
        return _PLATFORMS.get(named, named)

    def _required_moment(self) -> datetime:
        moment = self.moment("created_at")
        if moment is None:
            raise FieldRefused("created_at", "time_missing", "")
        return moment


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
