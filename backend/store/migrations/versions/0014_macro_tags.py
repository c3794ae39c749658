"""The tags that a macro adds: one of them may page."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; macros are read again before their copies count."""
    op.add_column("macros", sa.Column("adds_tags", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("DELETE FROM macros")
