"""A root cause has a name out of a catalogue, on its case and on its finding."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("cause_name", sa.String(), nullable=True))
    op.add_column("cause", sa.Column("name", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
