"""Orders and how many there were; a case knows when its customer bought again."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "purchase",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("order_fingerprint", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("customer_fingerprint", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("source", "order_fingerprint", "item", name="purchase_identity"),
    )
    op.create_index("purchase_customer", "purchase", ["customer_fingerprint", "source", "placed_at"])
    op.create_index("purchase_day", "purchase", ["day", "store", "placed_at"])
    op.create_index("purchase_sku", "purchase", ["sku", "day"])
    op.create_index("purchase_line", "purchase", ["line", "day"])
    known = sa.text("customer_fingerprint IS NOT NULL")
    op.create_index("purchase_known", "purchase", ["placed_at"], sqlite_where=known, postgresql_where=known)
    op.create_table(
        "order_count",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("store", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("sku", sa.String(), primary_key=True),
        sa.Column("line", sa.String(), primary_key=True),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("shipments", sa.BigInteger(), nullable=True),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
    )
    op.create_index("order_count_day", "order_count", ["day", "sku", "line", "store"])
    op.add_column("case", sa.Column("bought_again_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
