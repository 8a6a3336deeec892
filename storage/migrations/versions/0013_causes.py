"""A root cause is accepted or disputed by the department that it names."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("cause_case", "cause", ["case_id", "id"])
    op.create_index("cause_found", "cause", ["found_at"])
    some = sa.text("until IS NOT NULL")
    op.create_index("cause_until", "cause", ["until"], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
