"""Texts to customers that the desk sends by itself."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
        sa.Column("script", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("gives_up_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False, server_default=""),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("lease", sa.String(), nullable=True),
    )
    due = sa.text("stand = 'waiting'")
    op.create_index("dispatch_due", "dispatch", ["not_before", "id"], sqlite_where=due, postgresql_where=due)
    op.create_index("dispatch_case", "dispatch", ["case_id", "stand"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
