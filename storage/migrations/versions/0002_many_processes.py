"""What several processes share: places in Slack, sweeps, storm summaries, timers put off."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("turns", sa.Float(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("broken_because", sa.String(), nullable=True),
        sa.Column("broken_since", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("probe_at", sa.DateTime(), nullable=True),
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.add_column("timer", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("timer", sa.Column("not_before", sa.DateTime(), nullable=True))
    _widen_message()


def _widen_message() -> None:
    for column in (
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=True),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.Column("sweep_at", sa.DateTime(), nullable=True),
        sa.Column("sweeps", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("message", column)
    reference = "" if op.get_bind().dialect.name == "sqlite" else " CONSTRAINT message_gathered_in"
    op.execute(f"ALTER TABLE message ADD COLUMN gathered_in INTEGER{reference} REFERENCES message (id)")
    for name, searched in (("message_gathered", "gathered_in"), ("message_sweep", "sweep_at")):
        some = sa.text(f"{searched} IS NOT NULL")
        op.create_index(name, "message", [searched], sqlite_where=some, postgresql_where=some)
    is_pending = sa.text("pending")
    op.create_index(
        "message_next", "message", ["channel", "rank", "id"], sqlite_where=is_pending, postgresql_where=is_pending
    )


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
