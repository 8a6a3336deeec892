"""Cases are shared among those on duty: who got one when."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("given_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
