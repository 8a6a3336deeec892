"""A customer is invited once to update the review as they see it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("invited_at", UtcDateTime(), nullable=True))
    op.add_column("case", sa.Column("invited_by", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
