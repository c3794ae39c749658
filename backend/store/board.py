"""What the shift board reads of the store, in one go: everything that is open, whatever ticket it is about."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, literal, select, union

from backend.domain.issues import Issue, Tracker
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.schedules import Override
from backend.domain.star.managers import KnownPeople
from backend.domain.tickets import Ticket
from backend.store import tables
from backend.store.contacts import NO_CONTACT, Contact
from backend.store.documents import INCIDENTS, ISSUES
from backend.store.engine import Database
from backend.store.incidents import OPEN_OR_MERGED
from backend.store.on_calls import OnCallStore
from backend.store.people import known_people
from backend.store.sources import SourceRow, SourceStore
from backend.store.tickets import TicketStore


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue that goes on, the tickets it speaks of, who has taken notice of it here; for feedback, its contact.

    Feedback goes on after it was closed, until its ticket is back on track.
    """

    issue: Issue
    tickets: tuple[int, ...]
    acknowledged_by: str | None
    contact: Contact = NO_CONTACT


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """Everything that goes on, and what was merged into it; `tickets` are those of it that somebody has looked at.

    `unread` are the others: they are named by a page or an issue, and nothing is known of them here. `outdated` tells
    which of those that were paged for have changed since they were read, and when that was.
    """

    incidents: list[Incident]
    issues: list[OpenIssue]
    tickets: dict[int, Ticket]
    on_calls: list[OnCall]
    overrides: list[Override]
    sources: dict[str, SourceRow]
    people: KnownPeople = field(default_factory=KnownPeople)
    unread: frozenset[int] = frozenset()
    outdated: Mapping[int, datetime] = field(default_factory=dict)


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
            people = known_people(connection)
        named = {*paged, *(ticket for issue in issues for ticket in issue.tickets)}
        tickets = self._tickets.several(sorted(named))
        loaded = (INCIDENTS.load(self._database, document, key) for key, document in incidents)
        return BoardSnapshot(
            incidents=[incident for incident in loaded if incident],
            issues=issues,
            tickets=tickets,
            on_calls=self._on_calls.all(),
            overrides=self._on_calls.overrides(),
            sources={row.name: row for row in self._sources.all()},
            people=people,
            unread=frozenset(named - tickets.keys()),
            outdated=self._tickets.outdated(sorted(number for number in set(paged) if number)),
        )

    def _open_issues(self, connection: Connection) -> list[OpenIssue]:
        named: defaultdict[tuple[Tracker, int], list[int]] = defaultdict(list)
        for tracker, iid, ticket_id in connection.execute(_REFERENCES):
            if ticket_id is not None:
                named[tracker, iid].append(ticket_id)
        rows = connection.execute(_ISSUES).all()
        loaded = [(ISSUES.load(self._database, row.document, row.tracker, row.iid), row) for row in rows]
        return [
            OpenIssue(
                issue, tuple(named[issue.tracker, issue.iid]), row.agent_name, Contact(row.made_by, row.on_track_by)
            )
            for issue, row in loaded
            if issue
        ]


_INCIDENTS = (
    select(tables.incidents.c.id, tables.incidents.c.document)
    .where(tables.incidents.c.id.in_(OPEN_OR_MERGED))
    .order_by(tables.incidents.c.created_at)
)
_PAGED = (
    select(tables.incident_tickets.c.ticket_id)
    .join(tables.incidents, tables.incidents.c.id == tables.incident_tickets.c.incident_id)
    .where(tables.incidents.c.id.in_(OPEN_OR_MERGED))
)
_CONTACTS = tables.contacts.c
_IS_FEEDBACK = tables.issues.c.tracker == "feedback"
_OF_CONTACT = _IS_FEEDBACK & (_CONTACTS.iid == tables.issues.c.iid)
# Each half has an index of its own; one condition with "or" would go through every issue there ever was.
_GOING_ON = union(
    select(tables.issues.c.tracker, tables.issues.c.iid).where(
        tables.issues.c.closed.is_(False), tables.issues.c.tracker.in_(("star", "feedback"))
    ),
    select(literal("feedback"), _CONTACTS.iid).where(tables.IS_FOLLOWED),
).subquery()
_ISSUES = (
    select(
        tables.issues.c.tracker,
        tables.issues.c.iid,
        tables.issues.c.document,
        tables.acknowledgements.c.agent_name,
        _CONTACTS.made_by,
        _CONTACTS.on_track_by,
    )
    .join(_GOING_ON, (_GOING_ON.c.tracker == tables.issues.c.tracker) & (_GOING_ON.c.iid == tables.issues.c.iid))
    .outerjoin(
        tables.acknowledgements,
        (tables.acknowledgements.c.tracker == tables.issues.c.tracker)
        & (tables.acknowledgements.c.iid == tables.issues.c.iid),
    )
    .outerjoin(tables.contacts, _OF_CONTACT)
    .order_by(tables.issues.c.tracker, tables.issues.c.iid)
)
REFS = tables.issue_tickets.c
# An outer join, so that SQLite goes from what goes on to its tickets and not the other way round.
_REFERENCES = (
    select(_GOING_ON.c.tracker, _GOING_ON.c.iid, REFS.ticket_id)
    .outerjoin(tables.issue_tickets, (REFS.tracker == _GOING_ON.c.tracker) & (REFS.iid == _GOING_ON.c.iid))
    .order_by(REFS.ticket_id)
)
