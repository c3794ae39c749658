"""All that a ticket's panel shows of the vendors, read in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from backend.domain.issues import Issue, Tracker
from backend.domain.macros import Macro
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.star.managers import KnownPeople
from backend.domain.tickets import Ticket
from backend.store import sources, tables, tickets
from backend.store.contacts import Contact
from backend.store.documents import INCIDENTS, ISSUES
from backend.store.engine import Database
from backend.store.revisions import COMMON
from backend.store.shared import Shared, read_shared
from backend.store.sources import SourceRow
from backend.store.tables import (
    acknowledgements,
    contacts,
    incident_tickets,
    incidents,
    issue_tickets,
    issues,
    links,
)
from backend.store.tickets import OF_TICKET, MirroredTicket

REFS, PAGES, COPIES = issue_tickets.c, incident_tickets.c, tables.tickets
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
MY_INCIDENTS = select(incidents.c.document, incidents.c.id).where(incidents.c.id.in_(MINE))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one panel is composed from.

    `incidents` are this ticket's pages; `known_incidents` are those, all that are open, and what was merged into them.
    `paged_for` are the tickets of all these, by number, as far as they have a copy; `contacts` those of feedback
    issues by iid.
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
    paged_for: Mapping[int, Ticket] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    people: KnownPeople = field(default_factory=KnownPeople)


class SnapshotStore:
    """Reads snapshots; what they share is read anew once any of it may have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: Shared | None = None

    def of_ticket(self, ticket_id: int) -> Snapshot:
        """Read what there is for a ticket now."""
        database, of = self._database, {"ticket": ticket_id}
        with database.read() as connection:
            ticket = connection.execute(tickets.ONE, of).first()
            issue_rows = connection.execute(OF_TICKETS_ISSUES, of).all()
            incident_rows = connection.execute(MY_INCIDENTS, of).all()
            source_rows = connection.execute(sources.ALL).all()
            shared = self._shared(connection)
        found_issues = [(ISSUES.load(database, row.document, row.tracker, row.iid), row) for row in issue_rows]
        mine = {row.id: INCIDENTS.load(database, row.document, row.id) for row in incident_rows}
        return Snapshot(
            ticket=tickets.mirrored(database, ticket_id, ticket),
            issues=[one for one, _ in found_issues if one],
            linked={(one.tracker, one.iid) for one, row in found_issues if one and row.linked},
            acknowledged={(one.tracker, one.iid) for one, row in found_issues if one and row.acknowledged},
            incidents=newest_first(mine.values()),
            known_incidents=newest_first((shared.open_incidents | mine).values()),
            on_calls=shared.on_calls,
            macros=shared.macros,
            sources={row.name: sources.source_row(row) for row in source_rows},
            contacts={
                row.iid: Contact(row.made_by, row.on_track_by) for row in issue_rows if row.tracker == "feedback"
            },
            paged_for=shared.paged_for,
            people=shared.people,
        )

    def _shared(self, connection: Connection) -> Shared:
        common = connection.execute(COMMON).scalar_one()
        if self._kept is None or self._kept.common != common:
            self._kept = read_shared(self._database, connection, common)
        return self._kept


def newest_first(found: Iterable[Incident | None]) -> list[Incident]:
    """Order incidents, without those whose copy cannot be read."""
    return sorted((one for one in found if one), key=lambda one: one.created_at, reverse=True)
