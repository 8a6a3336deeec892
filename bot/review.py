"""Review: what a customer wrote, in the form of the `standard` source, checked field by field."""

import hashlib
import json
import re
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from bot.vocabulary import ReviewChange, Tier

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(max_length=300)]
Address = Annotated[str, StringConstraints(max_length=2000)]


def _written_out(value: object) -> object:
    """A moment is written out, as RFC 3339 says; a bare number could be seconds, milliseconds or a day."""
    if isinstance(value, datetime) or (isinstance(value, str) and _WRITTEN.match(value.strip())):
        return value
    raise ValueError("a time such as 2026-11-22T09:58:12+08:00")


def _in_our_days(value: datetime) -> datetime:
    if not _EARLIEST <= value.year <= _LATEST:
        raise ValueError(f"a year from {_EARLIEST} to {_LATEST}")
    return value


_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:")
_EARLIEST, _LATEST = 2000, 2100
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_our_days)]


class Part(BaseModel):
    """Unknown fields are ignored: platforms add fields without telling anyone."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)  # built with the first delivery

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, given: object) -> object:
        """Senders write null for what they do not know; every such field has a default or says it is required."""
        return {k: v for k, v in given.items() if v is not None} if isinstance(given, dict) else given

    @field_validator("*", mode="before")
    @classmethod
    def _without_nul(cls, value: object) -> object:
        """NUL and lone surrogates are in no review's meaning, and neither database can store them."""
        if isinstance(value, str):
            return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        return value


class Order(Part):
    """The purchase behind the review; `paid` in units of `currency`."""

    id: Identifier | None = None
    paid: Annotated[Decimal, Field(ge=0, lt=10**9)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "CNY"
    placed_at: Moment | None = None


class Product(Part):
    """What was bought; `line` is the product line whose owner gets the case."""

    sku: Identifier | None = None
    name: Label = ""
    line: Label = ""


class Customer(Part):
    """Who bought it. Personal data: shown masked, in full only to the case's owner."""

    id: Identifier | None = None
    name: Label = ""
    phone: Label = ""
    email: Label = ""
    tier: Tier = Tier.BASIC


class Review(Part):
    """One delivery about one review. Its identity is (source, id); `store` is the policy's key of the shop."""

    id: Identifier
    type: ReviewChange = ReviewChange.CREATED
    store: Identifier
    platform: Label = ""
    order: Order = Order()
    product: Product = Product()
    customer: Customer = Customer()
    rating: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None
    text: Annotated[str, StringConstraints(max_length=100_000)] = ""
    images: Annotated[tuple[Address, ...], Field(max_length=50)] = ()
    videos: Annotated[tuple[Address, ...], Field(max_length=20)] = ()
    useful: Annotated[int, Field(ge=0, le=10**9)] = 0
    created_at: Moment

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.type != ReviewChange.DELETED and self.rating is None and not self.text.strip():
            raise ValueError("one of 'rating' or 'text' is required")
        return self

    @cached_property
    def content_hash(self) -> str:
        """Equal for deliveries that say the same, however they spell times and amounts or name their type."""
        said = self.model_dump(mode="json", exclude={"type"})
        said["created_at"] = self.created_at.timestamp()
        said["order"]["placed_at"] = self.order.placed_at.timestamp() if self.order.placed_at else None
        said["order"]["paid"] = f"{self.order.paid:.2f}" if self.order.paid is not None else None
        said["kind"] = self.type if self.type in (ReviewChange.APPENDED, ReviewChange.DELETED) else "content"
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
