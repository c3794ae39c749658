"""Where an incident stands, and which one it was merged into."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the next reading fills them."""
    op.add_column("incidents", sa.Column("service_id", sa.String(64)))
    op.add_column("incidents", sa.Column("merged_into", sa.String(64)))
    op.create_index("ix_incidents_merged_into", "incidents", ["merged_into"])
