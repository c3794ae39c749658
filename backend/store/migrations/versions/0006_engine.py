"""Leases are renewed by a beat instead of a time: the clocks of machines need not agree.

Operations that an earlier version left undone need nothing: their executors are gone, so they are adopted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew: nobody holds a lease while the schema changes."""
    op.drop_table("leases")
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=128), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
