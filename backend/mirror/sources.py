"""Incremental sync: what changed at a vendor since last time comes into the store. One function a source."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import get_args

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.domain.paging.identity import incident_tickets
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCallRole
from backend.domain.references import issue_tickets
from backend.handbook.model.handbook import Handbook
from backend.vendors.errors import NotFound
from backend.vendors.pagerduty.client import Rotation

INCIDENTS = "pagerduty:incidents"
OVERLAP = timedelta(minutes=2)
"""How far behind the cursor a sync starts: vendors' clocks and indexes differ from ours."""
PROGRESS = 1_000
"""How many issues are read between two lines of the log."""

log = logging.getLogger(__name__)


def sync_issues(deps: Deps, tracker: Tracker, full: bool = False) -> None:
    """Bring a tracker's changed issues in, page by page; the cursor is kept with each, so a broken first sync goes on.

    Each page is asked for from the last change seen, not by its number: an issue that changes meanwhile moves to
    the end of the list, and numbered pages would then skip another one. `full` reads every issue, and drops those
    that GitLab no longer has.
    """
    name = f"gitlab:{tracker}"
    known = deps.mirror.source(name)
    started, cursor = deps.clock(), known.cursor if known else None
    since, number = (None if full or not cursor else cursor - OVERLAP), 1
    read: set[int] = set()
    while page := deps.gitlab.changed_issues(tracker, since, number):
        deps.mirror.put_issues([(issue, issue_tickets(issue, deps.handbook)) for issue in page])
        newest, before = page[-1].updated_at, len(read)
        read.update(issue.iid for issue in page)
        # Only where a whole page changed in the same instant does the next one have to be asked for by number.
        since, number = (newest, 1) if since is None or newest > since else (since, number + 1)
        cursor = max(newest, cursor) if cursor else newest
        if len(page) < deps.gitlab.page_size:
            break
        if not full:
            deps.mirror.record_progress(name, cursor)
        if len(read) // PROGRESS > before // PROGRESS:
            log.info("%s: %s issues read, up to the changes of %s", name, f"{len(read):,}", newest)
    if full:
        deps.mirror.delete_missing(tracker, read, started)
    deps.mirror.record_success(name, started, cursor)


def watched_services(deps: Deps) -> list[str]:
    """List the ids of the PagerDuty services whose incidents are mirrored."""
    services = deps.handbook.pagerduty.services
    return [one.id for one in (services.customer_support, services.apac_backup_pool) if one.id]


def sync_incidents(deps: Deps) -> None:
    """Bring in the open incidents; those that were open and are no longer listed are read once more."""
    started = deps.clock()
    ids = watched_services(deps)
    listed = deps.pagerduty.open_incidents(ids) if ids else []
    gone = deps.mirror.open_incident_ids() - {incident.id for incident in listed}
    found = listed + [_ended(deps, incident_id) for incident_id in sorted(gone)]
    deps.mirror.put_incidents([(one, incident_tickets(one, deps.handbook)) for one in found])
    deps.mirror.record_success(INCIDENTS, started)


def _ended(deps: Deps, incident_id: str) -> Incident:
    """Read an incident that is no longer listed as open; one that is gone altogether counts as resolved."""
    try:
        return deps.pagerduty.incident(incident_id)
    except NotFound:
        known = deps.mirror.incident(incident_id)
        return replace(known, status="resolved", resolved_at=deps.clock())


def sync_on_calls(deps: Deps) -> None:
    """Bring in who is on call, now and next."""
    started = deps.clock()
    deps.mirror.put_on_calls(deps.pagerduty.on_calls(rotations(deps.handbook), started))
    deps.mirror.record_success("pagerduty:on_calls", started)


def rotations(handbook: Handbook) -> dict[OnCallRole, Rotation]:
    """Tell where each rotation of the header is read."""
    policy, sources = handbook.pagerduty.escalation_policy, handbook.pagerduty.on_call
    return {
        role: Rotation(policy.id, source.level, source.schedule)
        for role in get_args(OnCallRole)
        for source in [getattr(sources, role)]
    }


def sync_macros(deps: Deps) -> None:
    """Bring in the active macros."""
    started = deps.clock()
    deps.mirror.put_macros([(macro.id, macro.title) for macro in deps.zendesk.macros()])
    deps.mirror.record_success("zendesk:macros", started)
