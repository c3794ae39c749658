"""The pages of a ticket: its own incidents, and those that they were merged into."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from backend.domain.paging.identity import incident_tickets, is_emergency, pool_time
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook


def tickets_paged(incident: Incident, known: Iterable[Incident], handbook: Handbook) -> frozenset[int]:
    """Tell for which tickets an incident counts as the page: its own, and those of what was merged into it."""
    parts = (incident_tickets(one, handbook) for one in _with_merged(incident, known))
    return frozenset().union(*parts)


def pages_emergency(incident: Incident, known: Iterable[Incident], handbook: Handbook) -> bool:
    """Tell whether an incident pages for a customer emergency, by itself or for one that was merged into it."""
    return any(is_emergency(one, handbook) for one in _with_merged(incident, known))


def emergency_pages(known: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """Keep the incidents that page for customer emergencies, oldest first."""
    incidents = list(known)
    kept = (one for one in incidents if pages_emergency(one, incidents, handbook))
    return sorted(kept, key=lambda one: one.created_at)


def others_open(ticket_id: int, known: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """List the emergencies that are open now, without those of this ticket."""
    incidents = list(known)
    return [
        one
        for one in emergency_pages(incidents, handbook)
        if one.is_open and ticket_id not in tickets_paged(one, incidents, handbook)
    ]


def backup_pool_offered(ticket_id: int, known: Iterable[Incident], handbook: Handbook, now: datetime) -> bool:
    """Tell whether the APAC backup pool is for this: another emergency is open at an APAC weekend."""
    return pool_time(handbook, now) and bool(others_open(ticket_id, known, handbook))


def the_page(pages: Sequence[Incident]) -> Incident | None:
    """Give the one of a ticket's pages that matters: the first open one, else the latest that was not merged away."""
    for one in pages:
        if one.is_open:
            return one
    known = {one.id for one in pages}
    ended = [one for one in pages if one.merged_into is None or one.merged_into.id not in known]
    return max(ended or pages, key=lambda one: one.created_at, default=None)


def _with_merged(incident: Incident, known: Iterable[Incident]) -> list[Incident]:
    """Give an incident and all that were merged into it, one after the other."""
    incidents, found = list(known), [incident]
    for target in found:
        here = {one.id for one in found}
        found += [
            one for one in incidents if one.merged_into and one.merged_into.id == target.id and one.id not in here
        ]
    return found
