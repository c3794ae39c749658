"""The form that a macro sets: it may be another than the ticket's."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; macros are read again before their copies count."""
    op.add_column("macros", sa.Column("form_id", sa.BigInteger()))
    op.execute("DELETE FROM macros")
