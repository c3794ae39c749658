"""The local copy of what the vendors hold: tickets, issues, incidents, on-calls, macros, and how fresh each is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select, update

from backend.domain.issue import Issue, Tracker
from backend.domain.page import Incident, OnCall
from backend.domain.ticket import Ticket
from backend.store import queries, tables
from backend.store.engine import Database
from backend.store.rows import upsert

TICKET = TypeAdapter(Ticket)
ISSUE = TypeAdapter(Issue)
INCIDENT = TypeAdapter(Incident)
ON_CALL = TypeAdapter(OnCall)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How a source was last read: `as_of` the last success, `error` and `failed_at` a failure since then."""

    name: str
    as_of: datetime | None
    cursor: datetime | None
    error: str | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MirroredTicket:
    """A ticket and when it was read."""

    ticket: Ticket
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one panel is composed from, read in one go."""

    ticket: MirroredTicket | None
    issues: list[Issue]
    linked: set[tuple[Tracker, int]]
    acknowledged: set[tuple[Tracker, int]]
    incidents: list[Incident]
    open_incidents: list[Incident]
    on_calls: list[OnCall]
    macros: list[tuple[int, str]]
    sources: dict[str, SourceRow]


class MirrorStore:
    """Reads and writes the mirror tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def snapshot(self, ticket_id: int) -> Snapshot:
        """Read everything a ticket's panel shows of the vendors."""
        of = {"ticket": ticket_id}
        with self._database.read() as connection:
            incidents = connection.execute(queries.INCIDENTS, of)
            issues = [(ISSUE.validate_json(row.document), row) for row in connection.execute(queries.ISSUES, of)]
            pages = [(INCIDENT.validate_json(row.document), row.mine) for row in incidents]
            return Snapshot(
                ticket=_ticket(connection, ticket_id),
                issues=[one for one, _ in issues],
                linked={(one.tracker, one.iid) for one, row in issues if row.linked is not None},
                acknowledged={(one.tracker, one.iid) for one, row in issues if row.seen is not None},
                incidents=[one for one, mine in pages if mine],
                open_incidents=[one for one, _ in pages if one.is_open],
                on_calls=_on_calls(connection),
                macros=[(row.id, row.title) for row in connection.execute(queries.MACROS)],
                sources={row.name: SourceRow(*row) for row in connection.execute(queries.SOURCES)},
            )

    def ticket_times(self, ticket_id: int) -> tuple[datetime, datetime, bool] | None:
        """Tell a copy's `updated_at`, when it was read, and whether we have changed the ticket since."""
        with self._database.read() as connection:
            row = connection.execute(queries.TICKET_TIMES, {"ticket": ticket_id}).first()
        return (row.updated_at, row.fetched_at, row.outdated) if row else None

    def revision(self) -> int:
        """Tell how often the store's content has changed."""
        return self._database.revision()

    def ticket(self, ticket_id: int) -> MirroredTicket | None:
        """Read a ticket's copy."""
        with self._database.read() as connection:
            return _ticket(connection, ticket_id)

    def put_ticket(self, ticket: Ticket, fetched_at: datetime) -> None:
        """Keep a ticket as just read."""
        row = {
            "id": ticket.id,
            "updated_at": ticket.updated_at,
            "fetched_at": fetched_at,
            "outdated": False,
            "document": TICKET.dump_json(ticket).decode(),
        }
        with self._database.write() as connection:
            upsert(connection, tables.tickets, [row], newer_by="updated_at")

    def outdate_ticket(self, ticket_id: int) -> None:
        """Note that we have changed a ticket: whoever looks at it next has it read again."""
        here = tables.tickets.c.id == ticket_id
        with self._database.write() as connection:
            connection.execute(update(tables.tickets).where(here).values(outdated=True))

    def drop_ticket(self, ticket_id: int) -> None:
        """Forget a ticket that Zendesk no longer has."""
        with self._database.write() as connection:
            connection.execute(delete(tables.tickets).where(tables.tickets.c.id == ticket_id))

    def put_issues(self, issues: Iterable[tuple[Issue, frozenset[int]]]) -> None:
        """Keep issues, each with the numbers of the tickets it speaks of."""
        with self._database.write() as connection:
            for issue, ticket_ids in issues:
                _put_issue(connection, issue, ticket_ids)

    def issue(self, tracker: Tracker, iid: int) -> Issue | None:
        """Read an issue's copy."""
        query = select(tables.issues.c.document).where(tables.issues.c.tracker == tracker, tables.issues.c.iid == iid)
        with self._database.read() as connection:
            document = connection.scalar(query)
        return ISSUE.validate_json(document) if document else None

    def open_issues(self, tracker: Tracker) -> list[Issue]:
        """List a tracker's open issues."""
        columns = tables.issues.c
        query = select(columns.document).where(columns.tracker == tracker, columns.closed.is_(False))
        with self._database.read() as connection:
            return [ISSUE.validate_json(document) for document in connection.scalars(query)]

    def put_incidents(self, incidents: Sequence[tuple[Incident, frozenset[int]]]) -> None:
        """Keep incidents, each with the tickets it is for."""
        with self._database.write() as connection:
            for incident, ticket_ids in incidents:
                _put_incident(connection, incident, ticket_ids)

    def incident(self, incident_id: str) -> Incident:
        """Read a mirrored incident."""
        query = select(tables.incidents.c.document).where(tables.incidents.c.id == incident_id)
        with self._database.read() as connection:
            return INCIDENT.validate_json(connection.execute(query).scalar_one())

    def open_incident_ids(self) -> set[str]:
        """List the incidents that were open when last seen."""
        query = select(tables.incidents.c.id).where(tables.incidents.c.status != "resolved")
        with self._database.read() as connection:
            return set(connection.scalars(query))

    def has_incident(self, ticket_id: int) -> bool:
        """Tell whether a ticket was ever paged for."""
        query = select(tables.incident_tickets.c.ticket_id).where(tables.incident_tickets.c.ticket_id == ticket_id)
        with self._database.read() as connection:
            return connection.scalar(query.limit(1)) is not None

    def on_calls(self) -> list[OnCall]:
        """List who is on call, now and next."""
        with self._database.read() as connection:
            return _on_calls(connection)

    def put_on_calls(self, entries: Sequence[OnCall]) -> None:
        """Replace the on-call entries."""
        rows = [{"position": place, "document": ON_CALL.dump_json(one).decode()} for place, one in enumerate(entries)]
        with self._database.write() as connection:
            connection.execute(delete(tables.on_calls))
            upsert(connection, tables.on_calls, rows)

    def macros(self) -> list[tuple[int, str]]:
        """List the active macros by title."""
        with self._database.read() as connection:
            return [(row.id, row.title) for row in connection.execute(queries.MACROS)]

    def put_macros(self, macros: Sequence[tuple[int, str]]) -> None:
        """Replace the list of active macros."""
        with self._database.write() as connection:
            connection.execute(delete(tables.macros))
            upsert(connection, tables.macros, [{"id": one, "title": title} for one, title in macros])

    def source(self, name: str) -> SourceRow | None:
        """Read how a source was last read."""
        with self._database.read() as connection:
            row = connection.execute(queries.SOURCES.where(tables.sources.c.name == name)).first()
        return SourceRow(*row) if row else None

    def sources(self) -> list[SourceRow]:
        """Read how every source was last read."""
        with self._database.read() as connection:
            return [SourceRow(*row) for row in connection.execute(queries.SOURCES)]

    def succeeded(self, name: str, as_of: datetime, cursor: datetime | None = None) -> None:
        """Note that a source was read completely."""
        row = {"name": name, "as_of": as_of, "cursor": cursor, "error": None, "failed_at": None}
        with self._database.write() as connection:
            upsert(connection, tables.sources, [row])

    def moved(self, name: str, cursor: datetime) -> None:
        """Note how far a source has been read, while it is still being read."""
        with self._database.write() as connection:
            upsert(connection, tables.sources, [{"name": name, "cursor": cursor}])

    def failed(self, name: str, at: datetime, error: str) -> None:
        """Note that reading a source failed; what was read before stays."""
        with self._database.write() as connection:
            upsert(connection, tables.sources, [{"name": name, "error": error, "failed_at": at}])

    def link(self, ticket_id: int, tracker: Tracker, iid: int, operation_id: str, at: datetime) -> None:
        """Remember that an issue and a ticket were linked both ways."""
        row = {"ticket_id": ticket_id, "tracker": tracker, "iid": iid, "operation_id": operation_id, "at": at}
        with self._database.write() as connection:
            upsert(connection, tables.links, [row])

    def acknowledge(self, tracker: Tracker, iid: int, agent_id: int, agent_name: str, at: datetime) -> None:
        """Remember who has taken notice of an issue; the first one stays."""
        row = {"tracker": tracker, "iid": iid, "agent_id": agent_id, "agent_name": agent_name, "at": at}
        known = select(tables.acknowledgements.c.iid).where(
            tables.acknowledgements.c.tracker == tracker, tables.acknowledgements.c.iid == iid
        )
        with self._database.write() as connection:
            if connection.scalar(known) is None:
                upsert(connection, tables.acknowledgements, [row])


def _ticket(connection: Connection, ticket_id: int) -> MirroredTicket | None:
    row = connection.execute(queries.TICKET, {"ticket": ticket_id}).first()
    return MirroredTicket(TICKET.validate_json(row.document), row.fetched_at) if row else None


def _on_calls(connection: Connection) -> list[OnCall]:
    return [ON_CALL.validate_json(document) for document in connection.scalars(queries.ON_CALLS)]


def _put_issue(connection: Connection, issue: Issue, ticket_ids: frozenset[int]) -> None:
    known = select(tables.issues.c.updated_at).where(
        tables.issues.c.tracker == issue.tracker, tables.issues.c.iid == issue.iid
    )
    seen = connection.scalar(known)
    if seen and seen > issue.updated_at:
        return
    row = {
        "tracker": issue.tracker,
        "iid": issue.iid,
        "updated_at": issue.updated_at,
        "closed": issue.closed,
        "document": ISSUE.dump_json(issue).decode(),
    }
    upsert(connection, tables.issues, [row])
    refs = tables.issue_tickets
    if seen:
        connection.execute(delete(refs).where(refs.c.tracker == issue.tracker, refs.c.iid == issue.iid))
    named = [{"ticket_id": one, "tracker": issue.tracker, "iid": issue.iid} for one in ticket_ids]
    upsert(connection, refs, named)


def _put_incident(connection: Connection, incident: Incident, ticket_ids: frozenset[int]) -> None:
    resolved = select(tables.incidents.c.status).where(tables.incidents.c.id == incident.id)
    if incident.is_open and connection.scalar(resolved) == "resolved":
        # PagerDuty does not open a resolved incident again under the same id: this news is older than ours.
        return
    row = {
        "id": incident.id,
        "status": incident.status,
        "created_at": incident.created_at,
        "document": INCIDENT.dump_json(incident).decode(),
    }
    upsert(connection, tables.incidents, [row])
    upsert(
        connection,
        tables.incident_tickets,
        [{"ticket_id": one, "incident_id": incident.id} for one in ticket_ids],
    )
