"""Plainer names for the changes of tickets and for the inbox; what a sync skipped."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rename, and add the columns."""
    op.alter_column("tickets", "heard", new_column_name="changes_seen")
    op.alter_column("tickets", "covered", new_column_name="changes_read")
    op.drop_index("ix_hints_done_at", "hints")
    op.rename_table("hints", "inbox")
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.add_column("sources", sa.Column("skipped", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("sources", sa.Column("skipped_count", sa.Integer(), nullable=False, server_default="0"))
