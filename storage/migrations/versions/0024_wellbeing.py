"""How people are: what came to them, pauses, the team's days, private check-ins, and who was asked for five minutes."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strain",
        sa.Column("user_id", sa.String(), primary_key=True),
        sa.Column("case_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("intensity", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("intense", sa.Boolean(), nullable=False),
        sa.Column("by_desk", sa.Boolean(), nullable=False),
    )
    op.create_index("strain_at", "strain", ["at"])
    op.create_index("strain_of_person", "strain", ["user_id", "at"])
    op.create_table(
        "strain_pause",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
    )
    op.create_index("strain_pause_until", "strain_pause", ["until"])
    op.create_index("strain_pause_begun", "strain_pause", ["begun_at"])
    op.create_table(
        "strain_day",
        sa.Column("local_date", sa.Date(), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("peaks", sa.Float(), nullable=False),
    )
    _people()


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")


def _people() -> None:
    op.create_table(
        "wellbeing",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False, unique=True),
        sa.Column("soft_told_at", UtcDateTime(), nullable=True),
        sa.Column("ask_at", UtcDateTime(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
    )
    to_ask = sa.text("ask_at IS NOT NULL")
    op.create_index("wellbeing_ask", "wellbeing", ["ask_at"], sqlite_where=to_ask, postgresql_where=to_ask)
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mood", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("user_id", "day", name="check_in_once"),
    )
    op.create_index("check_in_day", "check_in", ["day"])
    op.create_table(
        "buddy_ask",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("buddy", sa.String(), nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
    )
    op.create_index("buddy_ask_of", "buddy_ask", ["user_id", "asked_at"])
