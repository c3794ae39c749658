"""What changes for one ticket's panel alone is counted at its ticket: the other panels need not be made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count from zero. A process of the version before counts each change as one for all panels, which is safe."""
    op.add_column("tickets", sa.Column("changes", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("revisions", sa.Column("narrow", sa.BigInteger(), nullable=False, server_default="0"))
