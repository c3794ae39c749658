"""Steps that have not been settled are found at once, also those that the whole does not wait for."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("steps_by_state", "steps", ["state"])
