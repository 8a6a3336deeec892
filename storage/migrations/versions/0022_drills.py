"""Drills: practice with a played customer, what was said in it, and to whom the month's was offered."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("persona", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("story", sa.JSON(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("wakes_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        *(
            sa.Column(part, sa.Integer(), nullable=True)
            for part in ("empathy", "facts", "compliance", "solution", "time", "total")
        ),
    )
    going, to_wake = sa.text("stand = 'going'"), sa.text("wakes_at IS NOT NULL")
    op.create_index("drill_going", "drill", ["user_id"], unique=True, sqlite_where=going, postgresql_where=going)
    op.create_index("drill_of_person", "drill", ["user_id", "begun_at"])
    op.create_index("drill_ended", "drill", ["ended_at"])
    op.create_index("drill_wakes", "drill", ["wakes_at"], sqlite_where=to_wake, postgresql_where=to_wake)
    op.create_table(
        "drill_turn",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("drill_id", sa.Integer(), sa.ForeignKey("drill.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False, server_default=""),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("drill_id", "number", name="drill_turn_once"),
    )
    _offers()


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")


def _offers() -> None:
    op.create_table(
        "drill_offer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("remind_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("user_id", "month", name="drill_offer_once"),
    )
    to_remind = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "drill_offer_remind", "drill_offer", ["remind_at"], sqlite_where=to_remind, postgresql_where=to_remind
    )
