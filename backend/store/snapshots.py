"""All that a ticket's panel shows of the vendors, read in one go."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from backend.domain.issues import Issue, Tracker
from backend.domain.macros import Macro
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.star.managers import KnownPeople
from backend.store import macros, on_calls, sources, tables, tickets
from backend.store.contacts import Contact
from backend.store.documents import INCIDENTS, ISSUES, ON_CALLS
from backend.store.engine import Database
from backend.store.incidents import OPEN_OR_MERGED
from backend.store.people import known_people
from backend.store.revisions import COMMON, Seen
from backend.store.sources import SourceRow
from backend.store.tables import (
    acknowledgements,
    contacts,
    incident_tickets,
    incidents,
    issue_tickets,
    issues,
    links,
    revisions,
)
from backend.store.tickets import OF_TICKET, MirroredTicket

REFS, PAGES = issue_tickets.c, incident_tickets.c
MERGED = incidents.c.merged_into.is_not(None)
OF_TICKETS_ISSUES = (
    select(
        issues.c.document,
        issues.c.tracker,
        issues.c.iid,
        links.c.iid.is_not(None).label("linked"),
        acknowledgements.c.iid.is_not(None).label("acknowledged"),
        contacts.c.made_by,
        contacts.c.on_track_by,
    )
    .join(issue_tickets, (REFS.tracker == issues.c.tracker) & (REFS.iid == issues.c.iid))
    .outerjoin(
        links,
        (links.c.ticket_id == OF_TICKET) & (links.c.tracker == issues.c.tracker) & (links.c.iid == issues.c.iid),
    )
    .outerjoin(
        acknowledgements,
        (acknowledgements.c.tracker == issues.c.tracker) & (acknowledgements.c.iid == issues.c.iid),
    )
    .outerjoin(contacts, (issues.c.tracker == "feedback") & (contacts.c.iid == issues.c.iid))
    .where(REFS.ticket_id == OF_TICKET)
    .order_by(issues.c.tracker, issues.c.iid)
)
TIED = select(PAGES.incident_id.label("id")).where(PAGES.ticket_id == OF_TICKET).cte("tied", recursive=True)
TIED = TIED.union(select(incidents.c.merged_into).join(TIED, TIED.c.id == incidents.c.id).where(MERGED))
MINE = select(TIED.c.id)
OPEN_OR_MINE = (
    select(incidents.c.document, incidents.c.id, incidents.c.id.in_(MINE).label("mine"))
    .where(incidents.c.id.in_(OPEN_OR_MERGED) | incidents.c.id.in_(MINE))
    .order_by(incidents.c.created_at.desc())
)
COPIES = tables.tickets
STANDING = COMMON.add_columns(
    COPIES.c.changes, COPIES.c.fetched_at, COPIES.c.changes_seen > COPIES.c.changes_read
).select_from(revisions.outerjoin(COPIES, COPIES.c.id == OF_TICKET))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one panel is composed from.

    `incidents` are this ticket's pages; `known_incidents` are those, all that are open, and what was merged into them.
    `contacts` are those of feedback issues by iid.
    """

    ticket: MirroredTicket | None
    issues: list[Issue]
    linked: set[tuple[Tracker, int]]
    acknowledged: set[tuple[Tracker, int]]
    incidents: list[Incident]
    known_incidents: list[Incident]
    on_calls: list[OnCall]
    macros: list[Macro]
    sources: dict[str, SourceRow]
    contacts: dict[int, Contact] = field(default_factory=dict)
    people: KnownPeople = field(default_factory=KnownPeople)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far content had changed for a ticket's panel; when its copy was read (None = none), is it outdated?"""

    seen: Seen
    fetched_at: datetime | None
    outdated: bool


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the snapshots of all tickets hold alike, as of so many changes that any panel may show."""

    revision: int
    on_calls: list[OnCall]
    macros: list[Macro]
    people: KnownPeople


class SnapshotStore:
    """Reads snapshots; what they share is read anew once any of it may have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: _Shared | None = None

    def of_ticket(self, ticket_id: int) -> Snapshot:
        """Read what there is for a ticket now."""
        database, of = self._database, {"ticket": ticket_id}
        with database.read() as connection:
            ticket = connection.execute(tickets.ONE, of).first()
            issue_rows = connection.execute(OF_TICKETS_ISSUES, of).all()
            incident_rows = connection.execute(OPEN_OR_MINE, of).all()
            source_rows = connection.execute(sources.ALL).all()
            shared = self._shared(connection)
        found_issues = [(ISSUES.load(database, row.document, row.tracker, row.iid), row) for row in issue_rows]
        found_incidents = [(INCIDENTS.load(database, row.document, row.id), row.mine) for row in incident_rows]
        return Snapshot(
            ticket=tickets.mirrored(database, ticket_id, ticket),
            issues=[one for one, _ in found_issues if one],
            linked={(one.tracker, one.iid) for one, row in found_issues if one and row.linked},
            acknowledged={(one.tracker, one.iid) for one, row in found_issues if one and row.acknowledged},
            incidents=[one for one, mine in found_incidents if one and mine],
            known_incidents=[one for one, _ in found_incidents if one],
            on_calls=shared.on_calls,
            macros=shared.macros,
            sources={row.name: sources.source_row(row) for row in source_rows},
            contacts={
                row.iid: Contact(row.made_by, row.on_track_by) for row in issue_rows if row.tracker == "feedback"
            },
            people=shared.people,
        )

    def standing(self, ticket_id: int) -> Standing:
        """Tell how far content had changed for a ticket's panel, and how old its copy is."""
        with self._database.read(single=True) as connection:
            common, of_ticket, fetched_at, outdated = connection.execute(STANDING, {"ticket": ticket_id}).one()
        return Standing(Seen(common, of_ticket), fetched_at, bool(outdated))

    def _shared(self, connection: Connection) -> _Shared:
        revision, kept = connection.execute(COMMON).scalar_one(), self._kept
        if kept is None or kept.revision != revision:
            duties = connection.execute(on_calls.ALL).all()
            loaded = (ON_CALLS.load(self._database, row.document, row.position) for row in duties)
            listed = [macros.macro_row(row) for row in connection.execute(macros.ALL)]
            kept = _Shared(revision, [one for one in loaded if one], listed, known_people(connection))
            self._kept = kept
        return kept
