"""Up to which moment each month's scorecards took quality checks: the next month's begin there."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_month",
        sa.Column("month", sa.Date(), primary_key=True),
        sa.Column("checks_until", UtcDateTime(), nullable=False),
    )
    frozen = "SELECT local_date, at FROM occurrence WHERE name = 'scorecards'"
    op.execute(f"INSERT INTO frozen_month (month, checks_until) {frozen}")  # noqa: S608


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
