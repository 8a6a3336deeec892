"""Cases whose outcome was not known when their month's scorecards were frozen: they wait for the next month's."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scorecard_waiting",
        sa.Column("month", sa.Date(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("agent", sa.String()),
    )


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
