"""Pictures that messages show."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False, server_default=""),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("slack_file", sa.String(), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("waiting_since", UtcDateTime(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
    )
    op.create_index("picture_made", "picture", ["made_at"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
