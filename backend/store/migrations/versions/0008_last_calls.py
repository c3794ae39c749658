"""How the last write at each vendor went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "last_calls",
        sa.Column("vendor", sa.String(16), primary_key=True),
        sa.Column("act", sa.String(16), primary_key=True),
        sa.Column("reason", sa.Text),
        sa.Column("at", sa.DateTime, nullable=False),
    )
