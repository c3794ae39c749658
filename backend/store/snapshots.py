"""All that a ticket's panel shows of the vendors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from backend.domain.issues import Issue, Tracker
from backend.domain.macros import Macro
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.star.managers import KnownPeople
from backend.domain.tickets import Ticket
from backend.store.contacts import Contact
from backend.store.documents import INCIDENTS, ISSUES, TICKETS
from backend.store.engine import Database
from backend.store.shared import Shared, newest_first, read_shared
from backend.store.standing import Standing
from backend.store.tables import acknowledgements, contacts, incident_tickets, incidents, issue_tickets, issues, links
from backend.store.tickets import OF_TICKET, CopyState

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
MY_INCIDENTS = select(incidents.c.document, incidents.c.id).where(incidents.c.id.in_(MINE))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one panel is composed from; each part is at least as new as what the panel was last told to show.

    `copy` tells how far our copy of the ticket goes. `incidents` are its pages; `known_incidents` are those, all that
    are open, and what was merged into them. `contacts` are those of feedback issues by iid. `has_operations` tells
    whether anybody has done anything here.
    """

    ticket: Ticket | None
    copy: CopyState | None
    issues: list[Issue]
    linked: set[tuple[Tracker, int]]
    acknowledged: set[tuple[Tracker, int]]
    incidents: list[Incident]
    known_incidents: list[Incident]
    contacts: dict[int, Contact]
    has_operations: bool
    shared: Shared

    @property
    def on_calls(self) -> list[OnCall]:
        """List who is on call, now and next."""
        return self.shared.on_calls

    @property
    def macros(self) -> list[Macro]:
        """List the active macros."""
        return self.shared.macros

    @property
    def people(self) -> KnownPeople:
        """Give who is known."""
        return self.shared.people

    @property
    def paged_for(self) -> Mapping[int, Ticket]:
        """Give the copies of the tickets of all open incidents, by number, as far as there are any."""
        return self.shared.paged_for


class SnapshotStore:
    """Reads snapshots; what they share is read anew once any of it may have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: Shared | None = None

    def of_ticket(self, ticket_id: int, standing: Standing) -> Snapshot:
        """Read what there is for a ticket that stands so."""
        database = self._database
        issue_rows, incident_rows = self._of(ticket_id, standing.has_issues, standing.has_pages)
        shared = self._shared(standing.seen.common)
        found_issues = [(ISSUES.load(database, row.document, row.tracker, row.iid), row) for row in issue_rows]
        loaded = {row.id: INCIDENTS.load(database, row.document, row.id) for row in incident_rows}
        mine = {key: incident for key, incident in loaded.items() if incident}
        same = all(incident == shared.open_incidents.get(key) for key, incident in mine.items())
        ticket = TICKETS.load(database, standing.document, ticket_id)
        return Snapshot(
            ticket=ticket,
            copy=standing.copy if ticket else None,
            issues=[issue for issue, _ in found_issues if issue],
            linked={(issue.tracker, issue.iid) for issue, row in found_issues if issue and row.linked},
            acknowledged={(issue.tracker, issue.iid) for issue, row in found_issues if issue and row.acknowledged},
            incidents=newest_first(mine.values()),
            known_incidents=shared.incidents if same else newest_first((shared.open_incidents | mine).values()),
            contacts={
                row.iid: Contact(row.made_by, row.on_track_by) for row in issue_rows if row.tracker == "feedback"
            },
            has_operations=standing.has_operations,
            shared=shared,
        )

    def _of(self, ticket_id: int, has_issues: bool, has_pages: bool) -> tuple[Sequence[Any], Sequence[Any]]:
        """Read a ticket's issues and pages, where there are any."""
        if not has_issues and not has_pages:
            return [], []
        of = {"ticket": ticket_id}
        with self._database.read() as connection:
            return (
                connection.execute(OF_TICKETS_ISSUES, of).all() if has_issues else [],
                connection.execute(MY_INCIDENTS, of).all() if has_pages else [],
            )

    def _shared(self, common: int) -> Shared:
        kept = self._kept
        if kept is None or kept.common != common:
            with self._database.read() as connection:
                kept = self._kept = read_shared(self._database, connection, common)
        return kept
