"""What was tried in earlier cases and what came of it; and the cases that ended well, found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "experience",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("kind", "category", "grade", "what")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("judged", "worked", "asked", "content")),
        sa.Column("cents", sa.BigInteger(), nullable=False),
    )
    well = sa.text("satisfaction >= 4 AND reopened = 0")
    op.create_index("case_went_well", "case", ["category", "closed_at"], sqlite_where=well, postgresql_where=well)


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
