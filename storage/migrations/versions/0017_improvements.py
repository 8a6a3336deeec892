"""Improvement items, and which of them a public reply quoted."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "improvement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("what", sa.Text(), nullable=False, server_default=""),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("store", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=True),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("before_complaints", sa.Integer(), nullable=False),
        sa.Column("before_of", sa.Integer(), nullable=True),
        sa.Column("after_complaints", sa.Integer(), nullable=False),
        sa.Column("after_of", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("judged_at", UtcDateTime(), nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=True),
        sa.Column("moved_by", sa.String(), nullable=True),
        sa.Column("moved_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("remind_at", UtcDateTime(), nullable=True),
    )
    op.create_index("improvement_stand", "improvement", ["stand", "id"])
    op.create_index("improvement_owner", "improvement", ["owner", "stand"])
    op.create_index("improvement_moved", "improvement", ["moved_at"])
    some = sa.text("remind_at IS NOT NULL")
    op.create_index("improvement_remind", "improvement", ["remind_at"], sqlite_where=some, postgresql_where=some)
    op.add_column("public_reply", sa.Column("improvement_id", sa.Integer(), nullable=True))
    quoting = sa.text("improvement_id IS NOT NULL")
    op.create_index(
        "public_reply_improvement",
        "public_reply",
        ["improvement_id"],
        sqlite_where=quoting,
        postgresql_where=quoting,
    )


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
