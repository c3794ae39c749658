"""What should be read again, and how many changes of a ticket its copy shows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of hints; count changes where a mere mark could be wiped off by a reading begun before."""
    op.create_table(
        "hints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_hints_done_at", "hints", ["done_at"])
    op.add_column("tickets", sa.Column("heard", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("covered", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE tickets SET heard = 1 WHERE outdated")
    op.drop_column("tickets", "outdated")
