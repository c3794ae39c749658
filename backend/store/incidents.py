"""The copies of PagerDuty incidents, and the tickets they are for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, update

from backend.domain.paging.incident import Incident
from backend.store.documents import EMPTY, INCIDENTS
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import upsert
from backend.store.tables import incident_tickets, incidents

# Named one by one: an index finds these, not whatever is unlike something.
_OPEN = incidents.c.status.in_(("triggered", "acknowledged"))
_REACHED = select(incidents.c.id).where(_OPEN).cte("reached", recursive=True)
_REACHED = _REACHED.union(select(incidents.c.id).join(_REACHED, _REACHED.c.id == incidents.c.merged_into))
OPEN_OR_MERGED = select(_REACHED.c.id)
"""The ids of open incidents, and of those that were merged into them."""
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_KNOWN = select(incidents.c.id, incidents.c.document).where(incidents.c.id.in_(_IDS))
_TIED = select(incident_tickets).where(incident_tickets.c.incident_id.in_(_IDS))
_NOW = bindparam("now", type_=incidents.c.asked_at.type)
_SAME_AGAIN = (
    update(incidents)
    .where(incidents.c.id == bindparam("of_incident"), incidents.c.document == bindparam("as_known"))
    .where(incidents.c.asked_at.is_(None) | (incidents.c.asked_at < _NOW))
    .values(asked_at=_NOW)
)
"""A reading that found the very same: another process may have found something else meanwhile."""
SAME_STAMPS = timedelta(seconds=15)
"""How far apart two readings with the same stamps were asked for at most, and still differ.

PagerDuty's stamps are whole seconds, but the earlier one may have been on its way for longer than a call takes.
"""


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

    def put(self, found: Iterable[tuple[Incident, frozenset[int]]], asked_at: datetime) -> None:
        """Keep incidents, each with the tickets that it is for now; an older reading than ours changes nothing.

        `asked_at` is when PagerDuty was asked, or later: it decides where its own stamps do not.
        """
        for incident, ticket_ids in self._others_than_known(list(found), asked_at):
            known = self.get(incident.id)
            if known is None or not (incident.is_older_than(known) or self._is_late(incident, known, asked_at)):
                with self._database.write(content=False) as connection:
                    _put(connection, incident, ticket_ids, asked_at)

    def _others_than_known(
        self, found: Sequence[tuple[Incident, frozenset[int]]], asked_at: datetime
    ) -> list[tuple[Incident, frozenset[int]]]:
        """Note in one go that most were found again as they are known, and give the others."""
        ids = [incident.id for incident, _ in found]
        with self._database.read() as connection:
            known = {row.id: row.document for row in connection.execute(_KNOWN, {"ids": ids})}
            tied = defaultdict[str, set[int]](set)
            for row in connection.execute(_TIED, {"ids": ids}):
                tied[row.incident_id].add(row.ticket_id)
        same, others = [], []
        for incident, ticket_ids in found:
            document = known.get(incident.id)
            if document == INCIDENTS.dump(incident) and tied[incident.id] == ticket_ids:
                same.append({"of_incident": incident.id, "as_known": document, "now": asked_at})
            else:
                others.append((incident, ticket_ids))
        if same:
            with self._database.write(content=False) as connection:
                connection.execute(_SAME_AGAIN, same)
        return others

    def _is_late(self, incident: Incident, known: Incident, asked_at: datetime) -> bool:
        if incident == known or known.is_older_than(incident):
            return False
        with self._database.read() as connection:
            then = connection.scalar(select(incidents.c.asked_at).where(incidents.c.id == incident.id))
        return then is not None and timedelta() < then - asked_at < SAME_STAMPS

    def delete(self, incident_id: str) -> None:
        """Forget an incident; which tickets were paged for stays."""
        with self._database.write() as connection:
            connection.execute(delete(incidents).where(incidents.c.id == incident_id))

    def unsettled_ids(self, services: Collection[str], since: datetime) -> set[str]:
        """List the incidents whose state only a reading by id can tell.

        Those that were open when last read, those whose copy could not be read, and those that ended after `since` on
        other services than these: nobody lists them when they are opened again.
        """
        strays = incidents.c.service_id.not_in(list(services)) & (incidents.c.created_at >= since)
        query = select(incidents.c.id).where(_OPEN | (incidents.c.document == EMPTY) | strays)
        with self._database.read() as connection:
            return set(connection.scalars(query))

    def merge_targets(self) -> set[str]:
        """List the incidents that others were merged into."""
        query = select(incidents.c.merged_into).where(incidents.c.merged_into.is_not(None))
        with self._database.read() as connection:
            return set(connection.scalars(query))

    def first_page_at(self, ticket_id: int) -> datetime | None:
        """Tell when a ticket was first paged for; None = never."""
        ties = incident_tickets.c
        query = select(func.min(incidents.c.created_at)).join(incident_tickets, ties.incident_id == incidents.c.id)
        with self._database.read() as connection:
            first: datetime | None = connection.scalar(query.where(ties.ticket_id == ticket_id))
        return first


def _put(connection: Connection, incident: Incident, ticket_ids: frozenset[int], asked_at: datetime) -> None:
    row = {
        "id": incident.id,
        "status": incident.status,
        "service_id": incident.service_id,
        "merged_into": incident.merged_into.id if incident.merged_into else None,
        "created_at": incident.created_at,
        "asked_at": asked_at,
        "document": INCIDENTS.dump(incident),
    }
    ties = incident_tickets.c
    before = connection.scalar(select(incidents.c.document).where(incidents.c.id == incident.id))
    tied = set(connection.scalars(select(ties.ticket_id).where(ties.incident_id == incident.id)))
    upsert(connection, incidents, [row])
    if before == row["document"] and tied == ticket_ids:
        return
    former = (ties.incident_id == incident.id) & ties.ticket_id.not_in(list(ticket_ids))
    connection.execute(delete(incident_tickets).where(former))
    upsert(connection, incident_tickets, [{"ticket_id": number, "incident_id": incident.id} for number in ticket_ids])
    changed(connection)
