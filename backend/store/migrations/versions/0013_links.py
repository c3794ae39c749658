"""What was linked to an issue is found by the issue, not by going through all links."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("links_by_issue", "links", ["tracker", "iid"])
