"""Contact details are forgotten after a time; a review remembers that they were."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("forgotten_at", UtcDateTime(), nullable=True))
    op.create_index("review_forgotten", "review", ["forgotten_at", "received_at"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
