"""What the panels of all tickets show alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from backend.domain.macros import Macro
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.star.managers import KnownPeople
from backend.domain.tickets import Ticket
from backend.store import macros, on_calls
from backend.store.documents import INCIDENTS, ON_CALLS, TICKETS
from backend.store.engine import Database
from backend.store.incidents import OPEN_OR_MERGED
from backend.store.people import known_people
from backend.store.tables import incident_tickets, incidents, tickets

PAGES = incident_tickets.c
OPEN_INCIDENTS = select(incidents.c.document, incidents.c.id).where(incidents.c.id.in_(OPEN_OR_MERGED))
PAGED_FOR = select(tickets.c.document, tickets.c.id).where(
    tickets.c.id.in_(select(PAGES.ticket_id).where(PAGES.incident_id.in_(OPEN_OR_MERGED)))
)


@dataclass(frozen=True, slots=True)
class Shared:
    """It, after so many changes that any panel may show.

    `incidents` are those that are open and what was merged into them, newest first, `open_incidents` the same by id;
    `paged_for` are the copies of their tickets.
    """

    common: int
    on_calls: list[OnCall]
    macros: list[Macro]
    people: KnownPeople
    open_incidents: dict[str, Incident]
    incidents: list[Incident]
    paged_for: dict[int, Ticket]


def read_shared(database: Database, connection: Connection, common: int) -> Shared:
    """Read it in a transaction."""
    duties = [ON_CALLS.load(database, row.document, row.position) for row in connection.execute(on_calls.ALL).all()]
    pages = {row.id: INCIDENTS.load(database, row.document, row.id) for row in connection.execute(OPEN_INCIDENTS).all()}
    copies = {row.id: TICKETS.load(database, row.document, row.id) for row in connection.execute(PAGED_FOR).all()}
    found = {key: incident for key, incident in pages.items() if incident}
    return Shared(
        common,
        on_calls=[entry for entry in duties if entry],
        macros=macros.listed(connection),
        people=known_people(connection),
        open_incidents=found,
        incidents=newest_first(found.values()),
        paged_for={key: ticket for key, ticket in copies.items() if ticket},
    )


def newest_first(found: Iterable[Incident]) -> list[Incident]:
    """Order incidents."""
    return sorted(found, key=lambda one: one.created_at, reverse=True)
