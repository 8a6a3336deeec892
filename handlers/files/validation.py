"""Validation: a standard body becomes a Review, or a RefusedRow that names the field in the reader's words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.chat import ChatLine
from bot.purchase import Purchase
from bot.review import Order, Review
from handlers.files.cells import CENT, tidy
from handlers.files.refusals import RefusedRow


def reviewed(
    body: Mapping[str, Any], row_number: int, zone: ZoneInfo, name_of: Callable[[str], str]
) -> Review | RefusedRow:
    """The review of a standard body, in the one form that every kind of file shares; `name_of(field)` is its column."""
    try:
        return settled(Review.model_validate(body), zone)
    except ValidationError as invalid:
        return _refusal(invalid, row_number, name_of)


def bought(body: Mapping[str, Any], row_number: int, name_of: Callable[[str], str]) -> Purchase | RefusedRow:
    """The order of a body."""
    try:
        return Purchase.model_validate(body)
    except ValidationError as invalid:
        return _refusal(invalid, row_number, name_of)


def chatted(body: Mapping[str, Any], row_number: int, name_of: Callable[[str], str]) -> ChatLine | RefusedRow:
    """The line of a service chat of a body."""
    try:
        return ChatLine.model_validate(body)
    except ValidationError as invalid:
        return _refusal(invalid, row_number, name_of)


def settled(review: Review, zone: ZoneInfo) -> Review:
    """The same review with its times told in the shop's zone, money in cents and plain line ends.

    So equal reviews are equal to the byte, and have one `content_hash`, whichever file brought them.
    """
    update = {
        "created_at": review.created_at.astimezone(zone),
        "text": tidy(review.text),
        "order": _settled_order(review.order, zone),
    }
    return review.model_copy(update=update)


def _settled_order(order: Order, zone: ZoneInfo) -> Order:
    placed_at = order.placed_at and order.placed_at.astimezone(zone)
    return order.model_copy(update={"placed_at": placed_at, "paid": _in_cents(order.paid)})


def _in_cents(paid: Decimal | None) -> Decimal | None:
    """129 and 129.000 are 129.00; an amount finer than a cent stays as it is."""
    if paid is None or paid != paid.quantize(CENT):
        return paid
    return paid.quantize(CENT)


def _refusal(invalid: ValidationError, row_number: int, name_of: Callable[[str], str]) -> RefusedRow:
    first = invalid.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "text"
    key, facts = _fault(first["type"], field, first.get("ctx", {}))
    value = first["input"] if isinstance(first["input"], str | int | float | datetime) else ""
    return RefusedRow.because(row_number, field, key, column=name_of(field), value=value, **facts)


def _fault(kind: str, field: str, context: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """(key, facts) of our wording for one of pydantic's errors. https://docs.pydantic.dev/latest/errors/validation_errors"""
    if kind == "missing":
        return "value_missing", {}
    if kind in ("string_too_long", "too_long"):
        return "too_long", {"limit": context["max_length"]}
    if kind.startswith(("datetime", "timezone")) or (kind == "value_error" and field.split("_")[-1] == "at"):
        return "time_unclear", {}
    if kind in ("enum", "literal_error"):
        return "word_unknown", {"expected": context["expected"]}
    if kind == "value_error" and field == "text":
        return "nothing_said", {}
    return {
        "rating": "rating_unclear",
        "useful": "count_unclear",
        "order.paid": "amount_unclear",
        "paid": "amount_unclear",
    }.get(field, "value_unfit"), {}
