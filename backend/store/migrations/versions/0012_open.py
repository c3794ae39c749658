"""What is open, and what the trends read, is found without going through what has ended; operations are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COUNT_UP = """INSERT INTO ended_operations (kind, state, number)
    SELECT NEW.kind, NEW.state, 1 WHERE NEW.state NOT IN ('running', 'unknown')
    ON CONFLICT (kind, state) DO UPDATE SET number = ended_operations.number + 1;"""
COUNT_DOWN = "UPDATE ended_operations SET number = number - 1 WHERE kind = OLD.kind AND state = OLD.state;"
SQLITE = (
    f"CREATE TRIGGER operations_begun AFTER INSERT ON operations BEGIN {COUNT_UP} END",
    "CREATE TRIGGER operations_changed AFTER UPDATE OF state ON operations WHEN OLD.state <> NEW.state"
    f" BEGIN {COUNT_DOWN} {COUNT_UP} END",
)
POSTGRESQL = (
    "CREATE FUNCTION count_operations() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" IF TG_OP = 'UPDATE' THEN {COUNT_DOWN} END IF; {COUNT_UP} RETURN NULL; END $$",
    "CREATE TRIGGER operations_begun AFTER INSERT ON operations FOR EACH ROW EXECUTE FUNCTION count_operations()",
    "CREATE TRIGGER operations_changed AFTER UPDATE OF state ON operations FOR EACH ROW"
    " WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION count_operations()",
)
"""Triggers, not code, keep the count: processes of the version before, which know nothing of it, may still run."""


def upgrade() -> None:
    """Add the indexes, and count what there is."""
    op.create_index("issues_open", "issues", ["tracker", "closed", "iid"])
    op.create_index("issues_by_change", "issues", ["tracker", "updated_at"])
    op.create_index("incidents_by_time", "incidents", ["created_at"])
    op.create_index("operations_by_time", "operations", ["created_at", "kind"])
    op.create_index("agents_by_role", "agents", ["role"])
    followed = sa.and_(sa.column("made_by").is_not(None), sa.column("on_track_by").is_(None))
    op.create_index("contacts_followed", "contacts", ["iid"], sqlite_where=followed, postgresql_where=followed)
    op.drop_index("steps_by_state", "steps")
    op.create_index("steps_by_state", "steps", ["state", "at"])
    op.create_table(
        "ended_operations",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "state"),
    )
    op.execute(
        "INSERT INTO ended_operations (kind, state, number) SELECT kind, state, count(*) FROM operations"
        " WHERE state NOT IN ('running', 'unknown') GROUP BY kind, state"
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
