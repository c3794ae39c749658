"""The pages of a ticket: its own incidents, and those that they were merged into."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from backend.domain.paging.identity import emergencies, incident_tickets, is_emergency, may_concern, pool_time
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook

Merged = Mapping[str, Sequence[Incident]]
"""What was merged into an incident, by the id of that one."""


def tickets_paged(incident: Incident, known: Iterable[Incident], handbook: Handbook) -> frozenset[int]:
    """Tell for which tickets an incident counts as the page: its own, and those of what was merged into it."""
    return _tickets(incident, _merged(known), handbook)


def emergency_pages(known: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """Keep the incidents that page for an emergency, by themselves or for one merged into them, oldest first."""
    incidents = list(known)
    merged = _merged(incidents)
    kept = (
        incident
        for incident in incidents
        if any(is_emergency(each, handbook) for each in _with_merged(incident, merged))
    )
    return sorted(kept, key=lambda incident: incident.created_at)


class Pages:
    """The incidents that are known, sorted out once for all tickets: which of them page, and for which tickets."""

    def __init__(self, known: Iterable[Incident], handbook: Handbook) -> None:
        self.known = tuple(known)
        self.emergencies = tuple(emergencies(self.known, handbook))
        """Those that page for an emergency by themselves, oldest first."""
        merged = _merged(self.known)
        self._paging = emergency_pages(self.known, handbook)
        self._tickets = {incident.id: _tickets(incident, merged, handbook) for incident in self._paging}
        self._open = sorted(
            (incident for incident in self._paging if incident.is_open), key=lambda one: one.status != "triggered"
        )
        self._may_concern: dict[int, list[Incident]] = {}
        for incident in self.known:
            for ticket in may_concern(incident, handbook):
                self._may_concern.setdefault(ticket, []).append(incident)

    def of(self, ticket_id: int) -> list[Incident]:
        """List the emergencies that count as pages of a ticket, oldest first."""
        return [incident for incident in self._paging if ticket_id in self._tickets[incident.id]]

    def others_open(self, ticket_id: int) -> list[Incident]:
        """List the open emergencies without those of a ticket: first what nobody has taken, then by age."""
        return [incident for incident in self._open if ticket_id not in self._tickets[incident.id]]

    def ticket_of(self, page: Incident) -> int | None:
        """Name the ticket of an emergency; None where none is known, the first of several."""
        return min(self._tickets[page.id], default=None)

    def that_may_concern(self, ticket_id: int) -> list[Incident]:
        """List the open incidents whose titles hold the ticket's number somewhere else than where it counts."""
        return self._may_concern.get(ticket_id, [])


def backup_pool_offered(ticket_id: int, pages: Pages, handbook: Handbook, now: datetime) -> bool:
    """Tell whether the APAC backup pool is for this: another emergency is open at an APAC weekend."""
    return pool_time(handbook, now) and bool(pages.others_open(ticket_id))


def the_page(pages: Sequence[Incident]) -> Incident | None:
    """Give the one of a ticket's pages that matters.

    That is an open one, before others one that nobody has taken, then the oldest; else the latest that was not merged
    away.
    """
    running = [page for page in pages if page.is_open]
    if running:
        return min(running, key=lambda page: page.status != "triggered")
    known = {page.id for page in pages}
    ended = [page for page in pages if page.merged_into is None or page.merged_into.id not in known]
    return max(ended or pages, key=lambda page: page.created_at, default=None)


def _tickets(incident: Incident, merged: Merged, handbook: Handbook) -> frozenset[int]:
    return frozenset().union(*(incident_tickets(part, handbook) for part in _with_merged(incident, merged)))


def _merged(known: Iterable[Incident]) -> Merged:
    found: dict[str, list[Incident]] = {}
    for incident in known:
        if incident.merged_into:
            found.setdefault(incident.merged_into.id, []).append(incident)
    return found


def _with_merged(incident: Incident, merged: Merged) -> list[Incident]:
    """Give an incident and all that were merged into it, one after the other."""
    found = [incident]
    for target in found:
        here = {other.id for other in found}
        found += [other for other in merged.get(target.id, ()) if other.id not in here]
    return found
