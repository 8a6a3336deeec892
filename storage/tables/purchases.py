"""Tables of what customers bought: single orders, and how many there were in a day."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment

# PostgreSQL has the same partial index, from the migration: to name it here would load its dialect at every start.
_IS_KNOWN = text("customer_fingerprint IS NOT NULL")


class PurchaseRow(Row, table=True):
    """One product of one order; the first (`item` 0) stands for the order as a whole, and only it says what was paid.

    Nobody keeps the order's number, nor whose it is: both are recognised by fingerprints, made with the key `key_id`.
    `day` is the local date of `placed_at` in the shop's zone. `heard` are the deliveries that said something new of it,
    by short digests.
    """

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("source", "order_fingerprint", "item", name="purchase_identity"),
        Index("purchase_customer", "customer_fingerprint", "source", "placed_at"),
        Index("purchase_day", "day", "store", "placed_at"),
        Index("purchase_sku", "sku", "day"),
        Index("purchase_line", "line", "day"),
        Index("purchase_known", "placed_at", sqlite_where=_IS_KNOWN),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    order_fingerprint: str
    key_id: str
    item: int
    content_hash: str
    heard: str = ""
    store: str
    sku: str | None = None
    line: str = ""
    customer_fingerprint: str | None = None
    quantity: int = 1
    paid_cents: int | None = Field(default=None, sa_type=BigInteger)
    currency: str = "CNY"
    placed_at: datetime = moment()
    day: date
    received_at: datetime = moment()


class OrderCountRow(Row, table=True):
    """How many orders were placed and parcels shipped on a local day: of a store, or of one product or line of it.

    "" for `sku` and `line` is all of them; a count of a product names no line.
    """

    __tablename__ = "order_count"

    source: str = Field(primary_key=True)
    store: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    sku: str = Field(default="", primary_key=True)
    line: str = Field(default="", primary_key=True)
    orders: int = Field(sa_type=BigInteger)
    shipments: int | None = Field(default=None, sa_type=BigInteger)
    heard: str = ""
    received_at: datetime = moment()

    __table_args__ = (Index("order_count_day", "day", "sku", "line", "store"),)
