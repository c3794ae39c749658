"""Which feedback customers were contacted, and whose tickets are on track; who is a manager; GitLab accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "contacts",
        sa.Column("iid", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("on_track_by", sa.Text(), nullable=True),
        sa.Column("on_track_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "managers",
        sa.Column("zendesk_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("email", sa.Text(), nullable=True),
    )
    op.create_table(
        "gitlab_accounts",
        sa.Column("username", sa.String(length=255), primary_key=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
    )
