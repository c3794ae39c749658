"""Who carries an operation out, and since which take-over; and which executors are alive."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of executors; operations of the first schema belong to nobody and are taken over."""
    op.create_table(
        "executors",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("operations", sa.Column("executor", sa.String(length=128), nullable=True))
    op.add_column("operations", sa.Column("fence", sa.Integer(), nullable=False, server_default="0"))
