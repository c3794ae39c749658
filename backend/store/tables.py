"""The tables of the store. Changes need a migration in `migrations/versions/`.

Mirror tables hold what vendors own and can be read again at any time; the others are ours and are the audit log.
Times are stored as UTC without zone (`Utc` puts it back); a `document` is JSON of a domain dataclass.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as naive UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back as aware UTC."""
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData()

tickets = Table(
    "tickets",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("updated_at", Utc, nullable=False),
    Column("fetched_at", Utc, nullable=False),
    Column("changes_seen", Integer, nullable=False, server_default="0"),
    Column("changes_read", Integer, nullable=False, server_default="0"),
    # How often what its panel alone shows has changed here, see `revisions.changed`.
    Column("changes", BigInteger, nullable=False, server_default="0"),
    Column("document", Text, nullable=False),
)

issues = Table(
    "issues",
    metadata,
    Column("tracker", String(16), primary_key=True),
    Column("iid", Integer, primary_key=True, autoincrement=False),
    Column("updated_at", Utc, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("document", Text, nullable=False),
    Index("issues_by_change", "tracker", "updated_at"),
    # Not a partial index: SQLite, which has no statistics here, would prefer any other that begins with the tracker.
    Index("issues_open", "tracker", "closed", "iid"),
)

issue_tickets = Table(
    "issue_tickets",
    metadata,
    Column("ticket_id", BigInteger, primary_key=True, autoincrement=False),
    Column("tracker", String(16), primary_key=True),
    Column("iid", Integer, primary_key=True, autoincrement=False),
    Index("issue_tickets_by_issue", "tracker", "iid"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("status", String(16), nullable=False, index=True),
    Column("service_id", String(64)),
    Column("merged_into", String(64), index=True),
    Column("asked_at", Utc),
    Column("created_at", Utc, nullable=False),
    Column("document", Text, nullable=False),
    Index("incidents_by_time", "created_at"),
)

incident_tickets = Table(
    "incident_tickets",
    metadata,
    Column("ticket_id", BigInteger, primary_key=True, autoincrement=False),
    Column("incident_id", String(64), primary_key=True),
    Index("incident_tickets_by_incident", "incident_id"),
)

on_calls = Table(
    "on_calls",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
)

overrides = Table(
    "overrides",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
)

macros = Table(
    "macros",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("restriction_kind", String(16)),
    Column("restriction_ids", JSON, nullable=False, server_default="[]"),
    Column("current_user_fields", JSON, nullable=False, server_default="[]"),
    Column("adds_tags", JSON, nullable=False, server_default="[]"),
    Column("form_id", BigInteger),
)

sources = Table(
    "sources",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("as_of", Utc),
    Column("cursor", Utc),
    Column("error", Text),
    Column("failed_at", Utc),
    Column("skipped", JSON, nullable=False, server_default="[]"),
    Column("skipped_count", Integer, nullable=False, server_default="0"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("narrow", BigInteger, nullable=False, server_default="0"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("source", String(32)),
    Column("ticket_id", BigInteger),
    Column("changed_at", Utc),
    Column("full", Boolean, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("done_at", Utc, index=True),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("beat", BigInteger, nullable=False),
)

executors = Table(
    "executors",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("beat", BigInteger, nullable=False),
)

last_calls = Table(
    "last_calls",
    metadata,
    Column("vendor", String(16), primary_key=True),
    Column("act", String(16), primary_key=True),
    Column("reason", Text),
    Column("at", Utc, nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("role", String(16)),
    Column("restriction", String(32)),
    Column("group_ids", JSON, nullable=False),
    Column("organization_id", BigInteger),
    Column("comment_access", String(32)),
    Column("may_edit", Boolean),
    Column("fetched_at", Utc, nullable=False),
    Index("agents_by_role", "role"),
)

operations = Table(
    "operations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("ticket_id", BigInteger, nullable=False),
    Column("agent_id", BigInteger, nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("key", String(128), nullable=False),
    Column("body", JSON, nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Column("executor", String(128)),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("redacted_at", Utc),
    UniqueConstraint("agent_id", "ticket_id", "key", name="operations_by_key"),
    Index("operations_by_ticket", "ticket_id", "created_at"),
    Index("operations_by_time", "created_at", "kind"),
)

ended_operations = Table(
    "ended_operations",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("state", String(16), primary_key=True),
    # Kept by triggers, see migration 0012.
    Column("number", BigInteger, nullable=False),
)

steps = Table(
    "steps",
    metadata,
    Column("operation_id", String(32), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("detail", Text),
    Column("url", Text),
    Column("at", Utc),
    Column("first_sent_at", Utc),
    Column("last_sent_at", Utc),
    Column("result", JSON),
    Index("steps_by_state", "state", "at"),
)

claims = Table(
    "claims",
    metadata,
    Column("ticket_id", BigInteger, primary_key=True, autoincrement=False),
    Column("purpose", String(32), primary_key=True),
    Column("operation_id", String(32), nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("ticket_id", BigInteger, primary_key=True, autoincrement=False),
    Column("tracker", String(16), primary_key=True),
    Column("iid", Integer, primary_key=True, autoincrement=False),
    Column("operation_id", String(32), nullable=False),
    Column("at", Utc, nullable=False),
    Index("links_by_issue", "tracker", "iid"),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("tracker", String(16), primary_key=True),
    Column("iid", Integer, primary_key=True, autoincrement=False),
    Column("agent_id", BigInteger, nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    Column("iid", Integer, primary_key=True, autoincrement=False),
    Column("made_by", Text),
    Column("made_at", Utc),
    Column("on_track_by", Text),
    Column("on_track_at", Utc),
)
IS_FOLLOWED = contacts.c.made_by.is_not(None) & contacts.c.on_track_by.is_(None)
# Of the rows that IS_FOLLOWED finds, as its migration says: saying it here loads PostgreSQL's dialect, of 3 MB.
Index("contacts_followed", contacts.c.iid)

managers = Table(
    "managers",
    metadata,
    Column("zendesk_id", BigInteger, primary_key=True, autoincrement=False),
    Column("email", Text),
)

gitlab_accounts = Table(
    "gitlab_accounts",
    metadata,
    Column("username", String(255), primary_key=True),
    Column("email", Text),
    Column("fetched_at", Utc, nullable=False),
)
