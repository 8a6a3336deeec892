"""Whose a cause, or any of its stage, was found to be the last time is found by an index."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("cause_name", "cause", ["name", "found_at", "id"])
    op.create_index("cause_stage", "cause", ["stage", "found_at", "id"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
