"""Service chats: lines, mentions, counts, and the alerts that come out of them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _lines()
    _counts()
    _alerts()


def _lines() -> None:
    op.create_table(
        "chat_line",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("source", "external_id", name="chat_line_identity"),
    )
    op.create_index("chat_line_talk", "chat_line", ["talk", "id"])
    op.create_index("chat_line_at", "chat_line", ["at"])
    op.create_table(
        "chat_words",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("chat_words_at", "chat_words", ["at"])
    op.create_table(
        "chat_mention",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("talk", "sku", "topic", name="chat_mention_once"),
    )
    op.create_index("chat_mention_product", "chat_mention", ["store", "sku", "topic", "at"])
    op.create_index("chat_mention_at", "chat_mention", ["at"])


def _counts() -> None:
    op.create_table(
        "chat_count",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("agent_lines", sa.Integer(), nullable=False),
        sa.UniqueConstraint("store", "level", "name", "day", "topic", "source", name="chat_count_once"),
    )
    op.create_table(
        "chat_product",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("store", "sku", name="chat_product_once"),
    )
    some = sa.text("look_at IS NOT NULL")
    op.create_index("chat_product_look", "chat_product", ["look_at"], sqlite_where=some, postgresql_where=some)


def _alerts() -> None:
    op.create_table(
        "product_alert",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("quiet_until", UtcDateTime(), nullable=True),
        sa.Column("improvement", sa.Integer(), nullable=True),
    )
    op.create_index("product_alert_topic", "product_alert", ["store", "sku", "topic", "id"])
    some = sa.text("ended_at IS NULL")
    op.create_index("product_alert_lasts", "product_alert", ["began_at"], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
