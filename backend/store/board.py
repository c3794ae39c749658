"""What the shift board reads of the store, in one go: everything that is open, whatever ticket it is about."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from backend.domain.issues import Issue, Tracker
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Ticket
from backend.store import tables
from backend.store.documents import INCIDENTS, ISSUES
from backend.store.engine import Database
from backend.store.on_calls import OnCallStore
from backend.store.sources import SourceRow, SourceStore
from backend.store.tickets import TicketStore


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An open issue, the tickets it speaks of, and who has taken notice of it here."""

    issue: Issue
    tickets: tuple[int, ...]
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """Everything that is open; `tickets` are those of it that somebody has looked at."""

    incidents: list[Incident]
    issues: list[OpenIssue]
    tickets: dict[int, Ticket]
    on_calls: list[OnCall]
    sources: dict[str, SourceRow]


class BoardStore:
    """Reads the board."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tickets, self._on_calls = TicketStore(database), OnCallStore(database)
        self._sources = SourceStore(database)

    def snapshot(self) -> BoardSnapshot:
        """Read what is open now."""
        with self._database.read() as connection:
            incidents = connection.execute(_INCIDENTS).all()
            paged = connection.scalars(_PAGED).all()
            issues = self._open_issues(connection)
        named = {*paged, *(ticket for one in issues for ticket in one.tickets)}
        loaded = (INCIDENTS.load(self._database, document, key) for key, document in incidents)
        return BoardSnapshot(
            incidents=[one for one in loaded if one],
            issues=issues,
            tickets=self._tickets.several(sorted(named)),
            on_calls=self._on_calls.all(),
            sources={row.name: row for row in self._sources.all()},
        )

    def _open_issues(self, connection: Connection) -> list[OpenIssue]:
        named: defaultdict[tuple[Tracker, int], list[int]] = defaultdict(list)
        for tracker, iid, ticket_id in connection.execute(_REFERENCES):
            named[tracker, iid].append(ticket_id)
        rows = connection.execute(_ISSUES).all()
        loaded = [(ISSUES.load(self._database, row.document, row.tracker, row.iid), row.agent_name) for row in rows]
        return [OpenIssue(one, tuple(named[one.tracker, one.iid]), seen_by) for one, seen_by in loaded if one]


_STILL_OPEN = tables.incidents.c.status != "resolved"
_INCIDENTS = (
    select(tables.incidents.c.id, tables.incidents.c.document)
    .where(_STILL_OPEN)
    .order_by(tables.incidents.c.created_at)
)
_PAGED = (
    select(tables.incident_tickets.c.ticket_id)
    .join(tables.incidents, tables.incidents.c.id == tables.incident_tickets.c.incident_id)
    .where(_STILL_OPEN)
)
_ISSUES = (
    select(tables.issues.c.tracker, tables.issues.c.iid, tables.issues.c.document, tables.acknowledgements.c.agent_name)
    .outerjoin(
        tables.acknowledgements,
        (tables.acknowledgements.c.tracker == tables.issues.c.tracker)
        & (tables.acknowledgements.c.iid == tables.issues.c.iid),
    )
    .where(tables.issues.c.closed.is_(False), tables.issues.c.tracker.in_(("star", "feedback")))
    .order_by(tables.issues.c.tracker, tables.issues.c.iid)
)
REFS = tables.issue_tickets.c
_REFERENCES = (
    select(REFS.tracker, REFS.iid, REFS.ticket_id)
    .join(
        tables.issues,
        (tables.issues.c.tracker == tables.issue_tickets.c.tracker)
        & (tables.issues.c.iid == tables.issue_tickets.c.iid),
    )
    .where(tables.issues.c.closed.is_(False))
    .order_by(REFS.ticket_id)
)
