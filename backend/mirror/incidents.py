"""PagerDuty's incidents come into the mirror: what PagerDuty lists as open is open."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from backend.deps import Deps
from backend.domain.listing import Listing, Skipped
from backend.domain.paging.identity import bears_our_key, incident_tickets
from backend.domain.paging.incident import Incident
from backend.mirror.people import nothing
from backend.mirror.sources import record
from backend.store.sources import Skips
from backend.vendors.errors import NotFound, Unavailable, VendorError

INCIDENTS = "pagerduty:incidents"
STRAYS_FOR = timedelta(days=3)
"""How long an incident that ended on a service which is not ours is still asked about: it may be opened again."""
LONGEST_CHAIN = 5
"""How many merges, one after the other, are followed."""


def watched_services(deps: Deps) -> list[str]:
    """List the ids of the PagerDuty services whose incidents are mirrored."""
    services = deps.handbook.pagerduty.services
    watched = (services.customer_support, services.support_managers, services.apac_backup_pool)
    return [service.id for service in watched if service.id]


def sync_incidents(deps: Deps, moved: Callable[[], None] = nothing) -> None:
    """Bring in the open incidents; those that nobody lists, and those that others were merged into, are read by id."""
    started, services = deps.clock(), watched_services(deps)
    page = read_open_incidents(deps, moved)
    skipped, known = list(page.skipped), {listed.id for listed in (*page, *page.skipped)}
    unsettled = deps.mirror.incidents.unsettled_ids(services, started - STRAYS_FOR) - known
    for _ in range(LONGEST_CHAIN):
        for incident_id in sorted(unsettled):
            asked_at = deps.clock()
            found = _by_id(deps, incident_id)
            moved()
            if isinstance(found, Skipped):
                skipped.append(found)
            elif found:
                _settle(deps, found, asked_at)
            else:
                deps.mirror.incidents.delete(incident_id)
        known |= unsettled
        unsettled = {
            target for target in deps.mirror.incidents.merge_targets() - known if not deps.mirror.incidents.get(target)
        }
        if not unsettled:
            break
    record(deps, INCIDENTS, started, Skips.of(skipped))


def read_open_incidents(deps: Deps, moved: Callable[[], None] = nothing) -> Listing[Incident]:
    """Bring in, and give, what PagerDuty lists as open on our services; may raise VendorError."""
    asked_at, services = deps.clock(), watched_services(deps)
    page: Listing[Incident] = deps.pagerduty.open_incidents(services) if services else Listing(())
    moved()
    keep_incidents(deps, page, asked_at)
    return page


def keep_incidents(deps: Deps, found: Iterable[Incident], asked_at: datetime) -> None:
    """Put incidents into the mirror, each tied to the ticket that it names.

    `asked_at` is when PagerDuty was asked; for what a write gave back, when it answered: no reading was later.
    """
    deps.mirror.incidents.put(((incident, incident_tickets(incident, deps.handbook)) for incident in found), asked_at)


def _settle(deps: Deps, found: Incident, asked_at: datetime) -> None:
    """Keep an incident that was read by id, unless it has left us.

    It is ours on our services, by its key, and while it stands for one that was merged into it.
    """
    keep_incidents(deps, [found], asked_at)
    if found.service_id in watched_services(deps) or bears_our_key(found.key):
        return
    if found.id not in deps.mirror.incidents.merge_targets():
        deps.mirror.incidents.delete(found.id)


def _by_id(deps: Deps, incident_id: str) -> Incident | Skipped | None:
    """Read an incident; one that is gone altogether counts as resolved.

    None when it is gone and its copy cannot be read either.
    """
    try:
        return deps.pagerduty.incident(incident_id)
    except NotFound:
        known = deps.mirror.incidents.get(incident_id)
        return replace(known, status="resolved", resolved_at=deps.clock()) if known else None
    except VendorError as error:
        field = getattr(error, "field", None)
        if isinstance(error, Unavailable) and not field:
            raise
        return Skipped(error.vendor, "incident", incident_id, field or "the whole", error.reason)
