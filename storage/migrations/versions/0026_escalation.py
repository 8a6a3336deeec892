"""Escalation: the steps that hold for a case, and which of them were told of a missed deadline."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("ladder", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "escalation_step",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("missed_at", UtcDateTime(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("tell_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reached", sa.String(), nullable=True),
        sa.UniqueConstraint("case_id", "what", "missed_at", "level", name="escalation_step_once"),
    )
    waits, told = sa.text("settled_at IS NULL"), sa.text("reached IS NOT NULL")
    op.create_index(
        "escalation_step_due", "escalation_step", ["tell_at"], sqlite_where=waits, postgresql_where=waits
    )
    op.create_index(
        "escalation_step_told", "escalation_step", ["settled_at"], sqlite_where=told, postgresql_where=told
    )


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
