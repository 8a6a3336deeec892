"""Purchase: an order as a shop's system tells it, and how many orders there were in a day, checked field by field."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from bot.review import Identifier, Label, Moment, Part

_MOST_PIECES, _MOST_ITEMS, _MOST_A_DAY = 10**6, 200, 10**9
_EARLIEST, _LATEST = 2000, 2100
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _written_day(value: object) -> object:
    """A day is written out; a bare number could be anything, and a moment would be of one zone or another."""
    if isinstance(value, str) and _DAY.fullmatch(value.strip()) and _EARLIEST <= int(value.strip()[:4]) <= _LATEST:
        return value.strip()
    if isinstance(value, date) and type(value) is date:
        return value
    raise ValueError("a local date such as 2026-11-22")


Day = Annotated[date, BeforeValidator(_written_day)]
Pieces = Annotated[int, Field(ge=1, le=_MOST_PIECES, strict=True)]
Number = Annotated[int, Field(ge=0, le=_MOST_A_DAY, strict=True)]


class BoughtProduct(Part):
    """A product that was bought."""

    sku: Identifier | None = None
    name: Label = ""
    line: Label = ""


class Item(BoughtProduct):
    """One of several products of an order."""

    quantity: Pieces = 1


class Buyer(Part):
    """Whose order it is, by the source's own number; nothing else of a customer is taken from orders."""

    id: Identifier | None = None


@dataclass(frozen=True)
class Piece:
    """A product of an order and how many of it."""

    sku: str | None
    line: str
    quantity: int


class Purchase(Part):
    """One order. Its identity is (source, id); `paid` in units of `currency`, for all of it."""

    id: Identifier
    store: Identifier
    placed_at: Moment
    paid: Annotated[Decimal, Field(ge=0, lt=10**9)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "CNY"
    quantity: Pieces = 1
    product: BoughtProduct = BoughtProduct()
    items: Annotated[tuple[Item, ...], Field(max_length=_MOST_ITEMS)] = ()
    customer: Buyer = Buyer()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What was bought, each product once; at least one, though nothing may be known of it."""
        found: dict[tuple[str | None, str], int] = {}
        for piece in self._told():
            key = (piece.sku, "" if piece.sku else piece.line)
            found[key] = found.get(key, 0) + piece.quantity
        lines = {piece.sku: piece.line for piece in self._told() if piece.sku and piece.line}
        return tuple(Piece(sku, lines.get(sku, "") if sku else line, number) for (sku, line), number in found.items())

    @cached_property
    def content_hash(self) -> str:
        """Equal for deliveries that say the same of what was bought, however they spell times and amounts.

        Whose order it is, is not in it: anybody could try out who fits.
        """
        said = {
            "store": self.store,
            "placed_at": self.placed_at.timestamp(),
            "paid": f"{self.paid:.2f} {self.currency}" if self.paid is not None else None,
            "pieces": [(one.sku, one.line, one.quantity) for one in self.pieces],
        }
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def _told(self) -> Iterator[Piece]:
        if self.items:
            yield from (Piece(one.sku, one.line, one.quantity) for one in self.items)
        else:
            yield Piece(self.product.sku, self.product.line, self.quantity)


class OrderCount(Part):
    """How many orders were placed, and parcels shipped, on one local day of a store; of one product or line, or of all.

    The product says all of a product: its line beside it is not looked at.
    """

    store: Identifier
    day: Day
    sku: Identifier | None = None
    line: Label = ""
    orders: Number
    shipments: Number | None = None

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if self.sku and self.line:
            object.__setattr__(self, "line", "")
        return self
