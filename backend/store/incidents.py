"""The copies of PagerDuty incidents, and the tickets they are for."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, func, select

from backend.domain.paging.incident import Incident
from backend.store.documents import EMPTY, INCIDENTS
from backend.store.engine import Database
from backend.store.incident_readings import Reading, keep, reading
from backend.store.revisions import changed
from backend.store.tables import incident_tickets, incidents

# Named one by one: an index finds these, not whatever is unlike something.
_OPEN = incidents.c.status.in_(("triggered", "acknowledged"))
_REACHED = select(incidents.c.id).where(_OPEN).cte("reached", recursive=True)
_REACHED = _REACHED.union(select(incidents.c.id).join(_REACHED, _REACHED.c.id == incidents.c.merged_into))
OPEN_OR_MERGED = select(_REACHED.c.id)
"""The ids of open incidents, and of those that were merged into them."""
# Made once: making a statement costs more than SQLite needs to carry it out.
_DOCUMENT = select(incidents.c.document).where(incidents.c.id == bindparam("of_incident"))
_SERVICES: BindParameter[str] = bindparam("services", expanding=True)
_UNSETTLED = select(incidents.c.id).where(
    _OPEN
    | (incidents.c.document == EMPTY)
    | (incidents.c.service_id.not_in(_SERVICES) & (incidents.c.created_at >= bindparam("since")))
)
_MERGE_TARGETS = select(incidents.c.merged_into).where(incidents.c.merged_into.is_not(None))
_FIRST_PAGE = (
    select(func.min(incidents.c.created_at))
    .join(incident_tickets, incident_tickets.c.incident_id == incidents.c.id)
    .where(incident_tickets.c.ticket_id == bindparam("of_ticket"))
)

AT_ONCE = 50
"""How many incidents one transaction keeps."""


class IncidentStore:
    """Reads and writes the copies of incidents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, incident_id: str) -> Incident | None:
        """Read an incident's copy."""
        with self._database.read(single=True) as connection:
            document = connection.scalar(_DOCUMENT, {"of_incident": incident_id})
        return INCIDENTS.load(self._database, document, incident_id) if document else None

    def put(self, found: Iterable[tuple[Incident, frozenset[int]]], asked_at: datetime) -> None:
        """Keep incidents, each with the tickets that it is for now; an older reading than ours changes nothing.

        `asked_at` is when PagerDuty was asked, or later: it decides where its own stamps do not.
        """
        readings: dict[str, Reading] = {}
        for incident, ticket_ids in found:
            if incident.id not in readings or not incident.is_older_than(readings[incident.id].incident):
                readings[incident.id] = reading(incident, ticket_ids, asked_at)
        in_order = [readings[key] for key in sorted(readings)]
        for at in range(0, len(in_order), AT_ONCE):
            with self._database.write(content=False) as connection:
                if keep(self._database, connection, in_order[at : at + AT_ONCE], asked_at):
                    changed(connection)

    def delete(self, incident_id: str) -> None:
        """Forget an incident; which tickets were paged for stays."""
        with self._database.write() as connection:
            connection.execute(delete(incidents).where(incidents.c.id == incident_id))

    def unsettled_ids(self, services: Collection[str], since: datetime) -> set[str]:
        """List the incidents whose state only a reading by id can tell.

        Those that were open when last read, those whose copy could not be read, and those that ended after `since` on
        other services than these: nobody lists them when they are opened again.
        """
        with self._database.read(single=True) as connection:
            return set(connection.scalars(_UNSETTLED, {"services": list(services), "since": since}))

    def merge_targets(self) -> set[str]:
        """List the incidents that others were merged into."""
        with self._database.read(single=True) as connection:
            return set(connection.scalars(_MERGE_TARGETS))

    def first_page_at(self, ticket_id: int) -> datetime | None:
        """Tell when a ticket was first paged for; None = never."""
        with self._database.read(single=True) as connection:
            first: datetime | None = connection.scalar(_FIRST_PAGE, {"of_ticket": ticket_id})
        return first
