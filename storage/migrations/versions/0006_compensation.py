"""Compensation: what is offered, granted and carried out; nothing about reviews."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("approval_until", UtcDateTime(), nullable=True))
    op.create_table(
        "compensation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("executed_by", sa.String(), nullable=True),
        sa.Column("executed_at", UtcDateTime(), nullable=True),
    )
    op.create_index("compensation_case", "compensation", ["case_id", "id"])
    op.create_index("compensation_stand", "compensation", ["stand", "asked_at"])
    op.create_index("compensation_asked", "compensation", ["asked_at"])


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
