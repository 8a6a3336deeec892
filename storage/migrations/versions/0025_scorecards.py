"""Scorecards: checks of how cases were handled, a month's card of each agent, and what they contest in it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_check",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.UniqueConstraint("case_id", "checked_by", name="quality_check_once"),
    )
    op.create_index("quality_check_at", "quality_check", ["checked_at"])
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.Column("contest_until", UtcDateTime(), nullable=False),
        sa.Column("closing_at", UtcDateTime(), nullable=True),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("user_id", "month", name="scorecard_once"),
    )
    is_open = sa.text("closing_at IS NOT NULL")
    op.create_index("scorecard_month", "scorecard", ["month"])
    op.create_index("scorecard_closing", "scorecard", ["closing_at"], sqlite_where=is_open, postgresql_where=is_open)
    _contests()


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")


def _contests() -> None:
    op.create_table(
        "scorecard_contest",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("card_id", sa.Integer(), sa.ForeignKey("scorecard.id"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("card_id", "case_id", "part", name="scorecard_contest_once"),
    )
