"""The cases that somebody may still have to do with, apart from the years of finished ones."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    in_hand = sa.text("status IN ('open', 'claimed', 'contacted', 'solving', 'waiting', 'resolved')")
    op.create_index("case_in_hand", "case", ["status", "owner"], sqlite_where=in_hand, postgresql_where=in_hand)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
