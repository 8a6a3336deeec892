"""Review: what of a delivery is taken, and when two deliveries say the same."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.review import Review
from bot.vocabulary import ReviewChange, Tier

LEAST: dict[str, Any] = {"id": "r-1", "store": "home-cn", "created_at": "2026-11-22T09:58:12+08:00", "rating": 1}


def a_delivery(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in (LEAST | said).items() if value is not ...}


def a_review(**said: Any) -> Review:
    return Review.model_validate(a_delivery(**said))


def test_four_fields_are_enough() -> None:
    review = a_review()

    assert (review.type, review.customer.tier, review.text, review.images) == (
        ReviewChange.CREATED,
        Tier.BASIC,
        "",
        (),
    )


@pytest.mark.parametrize("field", ["id", "store", "created_at"])
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        a_review(**{field: ...})

    assert [fault["loc"] for fault in wrong.value.errors()] == [(field,)]


@pytest.mark.parametrize("text", [..., "", "   "])
def test_stars_or_words_there_must_be(text: Any) -> None:
    with pytest.raises(ValidationError, match="one of 'rating' or 'text' is required"):
        a_review(rating=..., text=text)


def test_a_deletion_needs_neither() -> None:
    assert a_review(rating=..., type="deleted").type is ReviewChange.DELETED


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("rating", 0, "rating"),
        ("rating", 6, "rating"),
        ("rating", 1.5, "rating"),
        ("rating", "5", "rating"),
        ("rating", True, "rating"),
        ("type", "removed", "type"),
        ("id", "  ", "id"),
        ("id", "r" * 201, "id"),
        ("text", "字" * 100_001, "text"),
        ("images", ["https://a.example/1.jpg"] * 51, "images"),
        ("useful", -1, "useful"),
        ("created_at", "2026-11-22T09:58:12", "created_at"),
        ("created_at", "yesterday", "created_at"),
        ("order", {"paid": "-1"}, "order.paid"),
        ("order", {"paid": "NaN"}, "order.paid"),
        ("order", {"currency": "yuan"}, "order.currency"),
        ("customer", {"tier": "platinum"}, "customer.tier"),
        ("product", "kettle", "product"),
    ],
)
def test_a_bad_value_is_named_by_its_field(field: str, value: Any, named: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        a_review(**{field: value})

    assert [".".join(str(part) for part in fault["loc"]) for fault in wrong.value.errors()] == [named]


def test_null_counts_as_not_said() -> None:
    review = a_review(text=None, customer=None, product={"sku": None, "name": "电热水壶"}, type=None)

    assert (review.text, review.product.sku, review.product.name) == ("", None, "电热水壶")


def test_fields_that_a_platform_added_are_ignored() -> None:
    assert a_review(mood="angry", customer={"id": "c-9", "zodiac": "Leo"}).customer.id == "c-9"


@pytest.mark.parametrize("unstorable", ["坏\x00了", "坏\ud800了"])
def test_what_no_database_stores_is_taken_out(unstorable: str) -> None:
    review = a_review(text=unstorable, product={"name": unstorable})

    assert review.text.encode() in ("坏了".encode(), "坏?了".encode())
    assert review.product.name == review.text


class TestTheSame:
    """The identity of what is said, for telling a duplicate from a revision."""

    @pytest.mark.parametrize(
        "respelt",
        [
            {"created_at": "2026-11-22T01:58:12Z"},
            {"type": "updated"},
            {"text": None},
            {"order": {"id": "o-77", "paid": 129}},
            {"unknown": 1},
        ],
    )
    def test_other_spellings_of_the_same_are_the_same(self, respelt: dict[str, Any]) -> None:
        first = a_review(order={"id": "o-77", "paid": "129.00"})

        assert a_review(**({"order": {"id": "o-77", "paid": "129.00"}} | respelt)).content_hash == first.content_hash

    @pytest.mark.parametrize(
        "changed",
        [
            {"rating": 4},
            {"text": "后来换了一个,好用"},
            {"images": ["https://a.example/1.jpg"]},
            {"created_at": "2026-11-22T09:58:13+08:00"},
            {"type": "appended"},
            {"type": "deleted"},
            {"product": {"name": "别的"}},
        ],
    )
    def test_anything_new_is_a_revision(self, changed: dict[str, Any]) -> None:
        assert a_review(**changed).content_hash != a_review().content_hash
