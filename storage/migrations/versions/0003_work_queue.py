"""procrastinate's own tables, where there is PostgreSQL."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    from procrastinate.schema import SchemaManager

    driver = connection.connection.driver_connection
    assert driver is not None
    # By the driver itself, without parameters: the schema holds per cent signs and many statements.
    driver.execute(SchemaManager.get_schema())


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
