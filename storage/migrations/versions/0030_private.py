"""Private messages and presses are found by their age, to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    private = sa.text("key LIKE 'wellbeing:%'")
    for name, table, moment in (("message_private", "message", "created_at"), ("press_private", "press", "at")):
        op.create_index(name, table, [moment], sqlite_where=private, postgresql_where=private)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
