"""Which pages of a ticket are open, and so stand in the way of another one."""

from backend.domain.paging.identity import Purpose, incident_key, incident_tickets, is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.paging.manager_call import calls
from backend.domain.paging.pages import emergency_pages, the_page
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.request import Blocker, Request
from backend.operations.steps.still_open import still_open
from backend.vendors.errors import Over


def earlier_pages(request: Request) -> list[str]:
    """List the incidents that were there for a ticket when a page was asked for."""
    return [incident.id for incident in request.snapshot.incidents]


def open_pages(request: Request, purpose: Purpose) -> list[Blocker]:
    """List the ticket's open pages for a purpose, by whomever and wherever they stand now."""
    incidents, handbook = request.snapshot.incidents, request.deps.handbook
    if purpose == "emergency":
        pages = emergency_pages(incidents, handbook)
    elif purpose == "manager":
        pages = calls(incidents, handbook)
    else:
        pages = [incident for incident in incidents if is_pool_page(incident, handbook)]
    # A manager calls once a ticket: no reason opens a second call.
    passable = None if purpose == "manager" else purpose
    return [blocker(request, page, passable) for page in pages if page.is_open]


def blocker(request: Request, incident: Incident, passable: Purpose | None) -> Blocker:
    """Say that an incident is open; PagerDuty itself never opens a second one under our key."""
    despite = passable is not None and incident.key != incident_key(request.ticket_id, passable)
    return Blocker(incident.id, incident.url, f"PagerDuty incident #{incident.number} is open for this ticket", despite)


def verified_pages(request: Request, blockers: list[Blocker]) -> list[Blocker]:
    """Keep the incidents that PagerDuty calls open now and about this ticket; one that cannot be asked about stays."""
    deps = request.deps
    merged = {incident.merged_into.id for incident in request.snapshot.incidents if incident.merged_into}

    def is_open(reference: str) -> bool:
        asked_at = deps.clock()
        incident = deps.pagerduty.incident(reference)
        keep_incidents(deps, [incident], asked_at)
        is_ours = request.ticket_id in incident_tickets(incident, deps.handbook) or incident.id in merged
        return incident.is_open and is_ours

    return still_open(blockers, is_open, deps.mirror.incidents.delete)


def open_emergency(request: Request) -> Incident | None:
    """Give the open page of the ticket that matters; None when none is open."""
    pages = emergency_pages(request.snapshot.incidents, request.deps.handbook)
    # The same one that the panel shows.
    page = the_page(pages)
    return page if page and page.is_open else None


def over(incident: Incident, nothing: str) -> Over:
    """Say that an incident has ended, and so there is nothing to be done; of one that was merged, into which."""
    if merged := incident.merged_into:
        because = f"incident #{incident.number} was merged into {merged.label}, which is this ticket's page now"
        return Over("PagerDuty", because)
    return Over("PagerDuty", f"incident #{incident.number} is resolved: {nothing}")
