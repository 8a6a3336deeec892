"""Cases that nobody could be given wait for somebody; those of before this version are tried at once."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unowned",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("try_at", UtcDateTime(), nullable=False),
        sa.Column("besides", sa.String()),
    )
    op.create_index("unowned_due", "unowned", ["try_at"])
    waiting = "SELECT id, opened_at FROM \"case\" WHERE status = 'open' AND owner IS NULL"
    op.execute(f"INSERT INTO unowned (case_id, try_at) {waiting}")  # noqa: S608


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
