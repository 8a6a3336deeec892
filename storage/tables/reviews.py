"""Tables of reviews: deliveries as they came, reviews as they are now, and every wording."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, sealed_json, text_column


class InboxRow(Row, table=True):
    """One delivery about one review, as it came; written before anything is answered."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("inbox_review", "source", "external_id"),
        Index("inbox_waiting", "taken_in_at", "id"),
        UniqueConstraint("source", "delivery", "external_id", "content_hash", name="inbox_delivery"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    delivery: str
    content_hash: str
    review: dict[str, Any] = sealed_json("inbox.review")
    received_at: datetime = moment()
    taken_in_at: datetime | None = moment(nullable=True)
    not_before: datetime | None = moment(nullable=True)
    failures: int = 0


class ReviewRow(Row, table=True):
    """A review as it is now; its earlier wordings are in `revision`."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("source", "external_id", name="review_identity"),
        Index("review_alike", "sku", "category", "received_at"),
        Index("review_product", "store", "sku", "received_at"),
        Index("review_customer", "customer_id", "store"),
        Index("review_store", "store", "id"),
        Index("review_received", "received_at"),
        Index("review_forgotten", "forgotten_at", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    content_hash: str
    revision: int = 1
    store: str
    platform: str = ""
    sku: str | None = None
    product_name: str = ""
    line: str = ""
    order_id: str | None = sealed("review.order_id", nullable=True)
    order_fingerprint: str | None = None
    order_paid_cents: int | None = Field(default=None, sa_type=BigInteger)
    customer_id: str | None = None
    customer_name: str = sealed("review.customer_name")
    name_fingerprint: str | None = None
    customer_phone: str = sealed("review.customer_phone")
    customer_email: str = sealed("review.customer_email")
    tier: str = "basic"
    rating: int | None = None
    text: str = text_column()
    images: int = 0
    videos: int = 0
    useful: int = 0
    category: str | None = None
    is_negative: bool = False
    change: str = "created"
    written_at: datetime = moment()
    received_at: datetime = moment()
    changed_at: datetime | None = moment(nullable=True)
    deleted_at: datetime | None = moment(nullable=True)
    forgotten_at: datetime | None = moment(nullable=True)


class RevisionRow(Row, table=True):
    """One wording of a review; the first is number 1. Never changed."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("review_id", "number", name="revision_number"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    number: int
    change: str
    rating: int | None = None
    text: str = text_column()
    at: datetime = moment()
