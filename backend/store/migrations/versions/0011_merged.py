"""Where an incident stands, which one it was merged into, when it was asked for; who stands in on a schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the next reading fills them."""
    op.add_column("incidents", sa.Column("service_id", sa.String(64)))
    op.add_column("incidents", sa.Column("merged_into", sa.String(64)))
    op.add_column("incidents", sa.Column("asked_at", sa.DateTime()))
    op.create_index("ix_incidents_merged_into", "incidents", ["merged_into"])
    op.create_table(
        "overrides",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
