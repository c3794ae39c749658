"""What the shift board reads of the store, in one go: everything that is open, whatever ticket it is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select

from backend.domain.issues import Issue, Tracker
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Ticket
from backend.store import queries, tables
from backend.store.engine import Database
from backend.store.snapshots import SourceRow

INCIDENTS = TypeAdapter(Incident)
ISSUES = TypeAdapter(Issue)
TICKETS = TypeAdapter(Ticket)
ON_CALLS = TypeAdapter(OnCall)
AT_ONCE = 500
"""How many tickets one statement asks for."""


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

    def snapshot(self) -> BoardSnapshot:
        """Read what is open now."""
        with self._database.read() as connection:
            incidents = [INCIDENTS.validate_json(one) for one in connection.scalars(_INCIDENTS)]
            paged = connection.scalars(_PAGED)
            issues = _open_issues(connection)
            named = {*paged, *(ticket for one in issues for ticket in one.tickets)}
            return BoardSnapshot(
                incidents=incidents,
                issues=issues,
                tickets=_tickets(connection, sorted(named)),
                on_calls=[ON_CALLS.validate_json(one) for one in connection.scalars(queries.ON_CALLS)],
                sources={row.name: SourceRow(*row) for row in connection.execute(queries.SOURCES)},
            )


_STILL_OPEN = tables.incidents.c.status != "resolved"
_INCIDENTS = select(tables.incidents.c.document).where(_STILL_OPEN).order_by(tables.incidents.c.created_at)
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
_TICKETS = select(tables.tickets.c.document).where(tables.tickets.c.id.in_(bindparam("ids", expanding=True)))


def _open_issues(connection: Connection) -> list[OpenIssue]:
    named: defaultdict[tuple[Tracker, int], list[int]] = defaultdict(list)
    for tracker, iid, ticket_id in connection.execute(_REFERENCES):
        named[tracker, iid].append(ticket_id)
    return [
        OpenIssue(ISSUES.validate_json(document), tuple(named[cast(Tracker, tracker), iid]), seen_by)
        for tracker, iid, document, seen_by in connection.execute(_ISSUES)
    ]


def _tickets(connection: Connection, ids: list[int]) -> dict[int, Ticket]:
    found: dict[int, Ticket] = {}
    for start in range(0, len(ids), AT_ONCE):
        documents: Iterable[str] = connection.scalars(_TICKETS, {"ids": ids[start : start + AT_ONCE]})
        found |= {one.id: one for one in map(TICKETS.validate_json, documents)}
    return found
