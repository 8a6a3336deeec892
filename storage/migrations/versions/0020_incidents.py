"""Like complaints about one product are one incident."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _incident()
    op.create_table(
        "incident_case",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
    )
    op.create_index("incident_case_of", "incident_case", ["incident_id", "case_id"])
    op.create_table(
        "incident_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
    )
    op.create_index("incident_event_of", "incident_event", ["incident_id", "id"])
    _refuse_changes("incident_event")
    op.create_index("review_product", "review", ["store", "sku", "received_at"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("safety_at", UtcDateTime(), nullable=True),
        sa.Column("stop_sale", sa.String(), nullable=False),
        sa.Column("legal_due_at", UtcDateTime(), nullable=True),
        sa.Column("legal_told_at", UtcDateTime(), nullable=True),
        sa.Column("legal_ended_at", UtcDateTime(), nullable=True),
        sa.Column("legal_end", sa.String(), nullable=True),
        sa.Column("legal_by", sa.String(), nullable=True),
        sa.Column("legal_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("script", sa.Text(), nullable=False, server_default=""),
        sa.Column("script_version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False, server_default=""),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("reached_out_by", sa.String(), nullable=True),
        sa.Column("reached_out_at", UtcDateTime(), nullable=True),
        sa.Column("drawn_at", UtcDateTime(), nullable=True),
        sa.Column("redraw_at", UtcDateTime(), nullable=True),
        sa.Column("wakes_at", UtcDateTime(), nullable=True),
    )
    going = sa.text("stand <> 'closed'")
    op.create_index(
        "incident_going",
        "incident",
        ["store", "sku", "category"],
        unique=True,
        sqlite_where=going,
        postgresql_where=going,
    )
    some = sa.text("wakes_at IS NOT NULL")
    op.create_index("incident_wakes", "incident", ["wakes_at"], sqlite_where=some, postgresql_where=some)


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
