"""What becomes of incidents that were read: news, the same again, or older than what is known."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, update

from backend.domain.paging.incident import Incident
from backend.store.documents import INCIDENTS
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import incident_tickets, incidents

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
# Locked in one order, so that two who keep the same ones wait for each other instead of blocking each other.
_KNOWN = (
    select(incidents.c.id, incidents.c.document, incidents.c.asked_at)
    .where(incidents.c.id.in_(_IDS))
    .order_by(incidents.c.id)
    .with_for_update()
)
_TIED = select(incident_tickets).where(incident_tickets.c.incident_id.in_(_IDS))
_UNTIE = delete(incident_tickets).where(
    incident_tickets.c.incident_id == bindparam("of_incident"), incident_tickets.c.ticket_id == bindparam("of_ticket")
)
_NOW = bindparam("now", type_=incidents.c.asked_at.type)
_SAME_AGAIN = (
    update(incidents)
    .where(incidents.c.id.in_(_IDS), incidents.c.asked_at.is_(None) | (incidents.c.asked_at < _NOW))
    .values(asked_at=_NOW)
)
SAME_STAMPS = timedelta(seconds=15)
"""How far apart two readings with the same stamps were asked for at most, and still differ.

PagerDuty's stamps are whole seconds, but the earlier one may have been on its way for longer than a call takes.
"""


class Reading(NamedTuple):
    """An incident as it was read: the tickets that it is for, and the row to keep of it."""

    incident: Incident
    ticket_ids: frozenset[int]
    row: dict[str, Any]


def reading(incident: Incident, ticket_ids: frozenset[int], asked_at: datetime) -> Reading:
    """Make what is to be kept of an incident."""
    row = {
        "id": incident.id,
        "status": incident.status,
        "service_id": incident.service_id,
        "merged_into": incident.merged_into.id if incident.merged_into else None,
        "created_at": incident.created_at,
        "asked_at": asked_at,
        "document": INCIDENTS.dump(incident),
    }
    return Reading(incident, ticket_ids, row)


def keep(database: Database, connection: Connection, readings: Sequence[Reading], asked_at: datetime) -> bool:
    """Keep what is news, note of the rest that it was found again; tell whether anything was news."""
    ids = [reading.incident.id for reading in readings]
    known: dict[str, Any] = {row.id: row for row in connection.execute(_KNOWN, {"ids": ids})}
    tied: dict[str, set[int]] = {key: set() for key in ids}
    for row in connection.execute(_TIED, {"ids": ids}):
        tied[row.incident_id].add(row.ticket_id)
    same, news = [], []
    for reading in readings:
        incident, ticket_ids, values = reading
        here = known.get(incident.id)
        if here and here.document == values["document"] and tied[incident.id] == ticket_ids:
            same.append(incident.id)
        elif here is None or not _is_behind(database, incident, here, asked_at):
            news.append(reading)
    if same:
        connection.execute(_SAME_AGAIN, {"ids": same, "now": asked_at})
    upsert(connection, incidents, [reading.row for reading in news])
    for incident, ticket_ids, _ in news:
        _tie(connection, incident.id, tied[incident.id], ticket_ids)
    return bool(news)


def _is_behind(database: Database, incident: Incident, here: Any, asked_at: datetime) -> bool:
    """Tell whether a reading shows less than our copy: by PagerDuty's stamps, else by when it was asked for."""
    known = INCIDENTS.load(database, here.document, incident.id)
    if known is None or incident == known:
        return False
    if incident.is_older_than(known):
        return True
    if known.is_older_than(incident) or here.asked_at is None:
        return False
    apart: timedelta = here.asked_at - asked_at
    return timedelta() < apart < SAME_STAMPS


def _tie(connection: Connection, incident_id: str, before: AbstractSet[int], now: AbstractSet[int]) -> None:
    """Have an incident be for these tickets, and no longer for others."""
    for former in before - now:
        connection.execute(_UNTIE, {"of_incident": incident_id, "of_ticket": former})
    upsert(connection, incident_tickets, [{"ticket_id": number, "incident_id": incident_id} for number in now - before])
