"""The copies of PagerDuty incidents, and the tickets they are for."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from backend.domain.paging.incident import Incident
from backend.store.documents import EMPTY, INCIDENTS
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import incident_tickets, incidents


class IncidentStore:
    """Reads and writes the copies of incidents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, incident_id: str) -> Incident | None:
        """Read an incident's copy."""
        query = select(incidents.c.document).where(incidents.c.id == incident_id)
        with self._database.read() as connection:
            document = connection.scalar(query)
        return INCIDENTS.load(self._database, document, incident_id) if document else None

    def put(self, found: Iterable[tuple[Incident, frozenset[int]]]) -> None:
        """Keep incidents, each with the tickets it is for."""
        with self._database.write() as connection:
            for incident, ticket_ids in found:
                _put(connection, incident, ticket_ids)

    def delete(self, incident_id: str) -> None:
        """Forget an incident; which tickets were paged for stays."""
        with self._database.write() as connection:
            connection.execute(delete(incidents).where(incidents.c.id == incident_id))

    def unsettled_ids(self) -> set[str]:
        """List the incidents that were open when last read, and those whose copy could not be read."""
        query = select(incidents.c.id).where((incidents.c.status != "resolved") | (incidents.c.document == EMPTY))
        with self._database.read() as connection:
            return set(connection.scalars(query))

    def has_any(self, ticket_id: int) -> bool:
        """Tell whether a ticket was ever paged for."""
        query = select(incident_tickets.c.ticket_id).where(incident_tickets.c.ticket_id == ticket_id)
        with self._database.read() as connection:
            return connection.scalar(query.limit(1)) is not None


def _put(connection: Connection, incident: Incident, ticket_ids: frozenset[int]) -> None:
    status = select(incidents.c.status).where(incidents.c.id == incident.id)
    if incident.is_open and connection.scalar(status) == "resolved":
        # PagerDuty does not open a resolved incident again under the same id: this news is older than ours.
        return
    row = {
        "id": incident.id,
        "status": incident.status,
        "created_at": incident.created_at,
        "document": INCIDENTS.dump(incident),
    }
    upsert(connection, incidents, [row])
    named = [{"ticket_id": one, "incident_id": incident.id} for one in ticket_ids]
    upsert(connection, incident_tickets, named)
