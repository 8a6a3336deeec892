"""What the morning digest asks for is found by an index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, table, column, which in (
        ("cause_disputed", "cause", "decided_at", "stand = 'disputed'"),
        ("compensation_executed", "compensation", "executed_at", "executed_at IS NOT NULL"),
        ("dispatch_unclear", "dispatch", "asked_at", "stand = 'unclear'"),
        ("event_called_back", "event", "at", "what IN ('follow_up_good', 'follow_up_bad')"),
    ):
        some = sa.text(which)
        op.create_index(name, table, [column], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
