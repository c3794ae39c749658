"""The local copy of what the vendors hold: tickets, issues, incidents, on-calls, macros, and how fresh each is."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select, update

from backend.domain.issues import Issue, Tracker
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Ticket
from backend.store import queries, tables
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.snapshots import CopyState, MirroredTicket, Snapshot, SourceRow

SAME_SECOND = timedelta(seconds=2)
"""How long after a ticket's time another change may bear the same: its second, and one that clocks may differ by."""
TICKET = TypeAdapter(Ticket)
ISSUE = TypeAdapter(Issue)
INCIDENT = TypeAdapter(Incident)
ON_CALL = TypeAdapter(OnCall)


class MirrorStore:
    """Reads and writes the mirror tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._copy = database.prepare(queries.COPY)
        self._ticket = database.prepare(queries.TICKET)
        self._issues = database.prepare(queries.ISSUES)
        self._incidents = database.prepare(queries.INCIDENTS)
        self._on_calls = database.prepare(queries.ON_CALLS)
        self._macros = database.prepare(queries.MACROS)
        self._sources = database.prepare(queries.SOURCES)

    def snapshot(self, ticket_id: int) -> Snapshot:
        """Read everything a ticket's panel shows of the vendors."""
        of = {"ticket": ticket_id}
        with self._database.quick(snapshot=True) as cursor:
            incidents = [(INCIDENT.validate_json(row[0]), row[1]) for row in self._incidents.rows(cursor, of)]
            issues = [(ISSUE.validate_json(row[0]), *row[1:]) for row in self._issues.rows(cursor, of)]
            return Snapshot(
                ticket=_mirrored(self._ticket.rows(cursor, of).fetchone()),
                issues=[one for one, _, _ in issues],
                linked={(one.tracker, one.iid) for one, linked, _ in issues if linked is not None},
                acknowledged={(one.tracker, one.iid) for one, _, seen in issues if seen is not None},
                incidents=[one for one, mine in incidents if mine],
                open_incidents=[one for one, _ in incidents if one.is_open],
                on_calls=[ON_CALL.validate_json(row[0]) for row in self._on_calls.rows(cursor)],
                macros=[(row[0], row[1]) for row in self._macros.rows(cursor)],
                sources={row[0]: _source(row) for row in self._sources.rows(cursor)},
            )

    def copy(self, ticket_id: int) -> CopyState | None:
        """Tell how far our copy of a ticket goes."""
        with self._database.quick() as cursor:
            row = self._copy.rows(cursor, {"ticket": ticket_id}).fetchone()
        if row is None:
            return None
        updated_at, fetched_at, heard, covered = row
        return CopyState(tables.from_driver(updated_at), tables.from_driver(fetched_at), heard, covered)

    def revision(self) -> int:
        """Tell how often the store's content has changed."""
        return self._database.revision()

    def ticket(self, ticket_id: int) -> MirroredTicket | None:
        """Read a ticket's copy."""
        with self._database.quick() as cursor:
            return _mirrored(self._ticket.rows(cursor, {"ticket": ticket_id}).fetchone())

    def put_ticket(self, ticket: Ticket, fetched_at: datetime, covered: int) -> None:
        """Keep a ticket as just read; `covered` = how many changes were heard of when the reading began."""
        row = {
            "id": ticket.id,
            "updated_at": ticket.updated_at,
            "fetched_at": fetched_at,
            "covered": covered,
            "document": TICKET.dump_json(ticket).decode(),
        }
        with self._database.write() as connection:
            upsert(connection, tables.tickets, [row], newer_by="updated_at")

    def outdate_ticket(self, ticket_id: int) -> None:
        """Note that we have changed a ticket: whoever looks at it next has it read again."""
        self.outdate_tickets([(ticket_id, None)])

    def outdate_tickets(self, changes: Iterable[tuple[int, datetime | None]]) -> None:
        """Note that tickets were changed, and when.

        A copy that is newer than that shows the change. Zendesk's times have whole seconds: one of the same second
        may have been read before a second change in it.
        """
        columns = tables.tickets.c
        with self._database.write(content=False) as connection:
            for ticket_id, changed_at in changes:
                here = columns.id == ticket_id
                if changed_at:
                    same = (columns.updated_at == changed_at) & (columns.fetched_at < changed_at + SAME_SECOND)
                    here &= (columns.updated_at < changed_at) | same
                connection.execute(update(tables.tickets).where(here).values(heard=columns.heard + 1))

    def outdate_every_ticket(self) -> None:
        """Have every ticket read again by whoever looks at it next."""
        with self._database.write(content=False) as connection:
            connection.execute(update(tables.tickets).values(heard=tables.tickets.c.heard + 1))

    def drop_ticket(self, ticket_id: int) -> None:
        """Forget a ticket that Zendesk no longer has."""
        with self._database.write() as connection:
            connection.execute(delete(tables.tickets).where(tables.tickets.c.id == ticket_id))

    def put_issues(self, issues: Iterable[tuple[Issue, frozenset[int]]]) -> None:
        """Keep issues, each with the numbers of the tickets it speaks of; what we know newer stays."""
        found = list(issues)
        with self._database.write() as connection:
            for tracker in {issue.tracker for issue, _ in found}:
                _put_issues(connection, tracker, [one for one in found if one[0].tracker == tracker])

    def delete_missing(self, tracker: Tracker, iids: AbstractSet[int], read_at: datetime) -> None:
        """Forget a tracker's issues but these; one that changed since `read_at` is new and stays."""
        issues, refs = tables.issues.c, tables.issue_tickets.c
        old = select(issues.iid).where(issues.tracker == tracker, issues.updated_at < read_at)
        with self._database.write() as connection:
            for iid in set(connection.scalars(old)) - iids:
                connection.execute(delete(tables.issues).where(issues.tracker == tracker, issues.iid == iid))
                connection.execute(delete(tables.issue_tickets).where(refs.tracker == tracker, refs.iid == iid))

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
            return [ON_CALL.validate_json(document) for document in connection.scalars(queries.ON_CALLS)]

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

    def record_success(self, name: str, as_of: datetime, cursor: datetime | None = None) -> None:
        """Note that a source was read completely."""
        row = {"name": name, "as_of": as_of, "cursor": cursor, "error": None, "failed_at": None}
        with self._database.write() as connection:
            upsert(connection, tables.sources, [row])

    def record_progress(self, name: str, cursor: datetime) -> None:
        """Note how far a source has been read, while it is still being read."""
        with self._database.write() as connection:
            upsert(connection, tables.sources, [{"name": name, "cursor": cursor}])

    def record_failure(self, name: str, at: datetime, error: str) -> None:
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


def _mirrored(row: tuple[Any, ...] | None) -> MirroredTicket | None:
    if row is None:
        return None
    document, fetched_at, outdated = row
    return MirroredTicket(TICKET.validate_json(document), tables.from_driver(fetched_at), bool(outdated))


def _source(row: tuple[Any, ...]) -> SourceRow:
    name, as_of, cursor, error, failed_at = row
    return SourceRow(name, _time(as_of), _time(cursor), error, _time(failed_at))


def _time(value: Any) -> datetime | None:
    return tables.from_driver(value) if value else None


def _put_issues(connection: Connection, tracker: Tracker, found: list[tuple[Issue, frozenset[int]]]) -> None:
    """Write a page of issues by a handful of statements: a first reading has a thousand pages."""
    issues, refs = tables.issues.c, tables.issue_tickets
    iids = [issue.iid for issue, _ in found]
    query = select(issues.iid, issues.updated_at).where(issues.tracker == tracker, issues.iid.in_(iids))
    seen = {row.iid: row.updated_at for row in connection.execute(query)}
    fresh = [one for one in found if one[0].iid not in seen or seen[one[0].iid] <= one[0].updated_at]
    rows = [
        {
            "tracker": tracker,
            "iid": issue.iid,
            "updated_at": issue.updated_at,
            "closed": issue.closed,
            "document": ISSUE.dump_json(issue).decode(),
        }
        for issue, _ in fresh
    ]
    upsert(connection, tables.issues, rows)
    again = [issue.iid for issue, _ in fresh if issue.iid in seen]
    if again:
        connection.execute(delete(refs).where(refs.c.tracker == tracker, refs.c.iid.in_(again)))
    named = [{"ticket_id": one, "tracker": tracker, "iid": issue.iid} for issue, tickets in fresh for one in tickets]
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
