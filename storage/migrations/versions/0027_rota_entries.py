"""Single days of people that are other than the policy says, who changed them, and briefings still to be told."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rota_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("user_id", "day", "calendar", name="rota_entry_once"),
    )
    op.create_index("rota_entry_day", "rota_entry", ["day"])
    op.create_table(
        "rota_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=True),
    )
    op.create_index("rota_change_of_person", "rota_change", ["user_id", "id"])
    _refuse_changes("rota_change")
    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("key", "receiver", name="briefing_once"),
    )
    op.create_index("briefing_due", "briefing", ["due_at"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )
