"""Promises, a supervisor's apology and care become tasks with deadlines of their own."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False, server_default=""),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("deed", sa.String(), nullable=True),
        sa.Column("occasion", sa.String(), nullable=True),
        sa.Column("kindness", sa.String(), nullable=True),
        sa.Column("cost_cents", sa.BigInteger(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("remind_at", UtcDateTime(), nullable=True),
    )
    op.create_index("task_case", "task", ["case_id", "id"])
    op.create_index("task_owner", "task", ["owner", "stand"])
    op.create_index("task_care", "task", ["kind", "made_at"])
    some = sa.text("remind_at IS NOT NULL")
    op.create_index("task_remind", "task", ["remind_at"], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
