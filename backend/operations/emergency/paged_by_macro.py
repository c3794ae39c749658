"""Whether the paging macro has paged for a ticket: it leaves a tag, which outlives its incident."""

from dataclasses import replace
from typing import Literal

from backend.domain.paging.identity import emergencies, is_about
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.request import Blocker, Request
from backend.operations.steps.open_pages import blocker
from backend.vendors.errors import VendorError

PURPOSE: Literal["emergency"] = "emergency"
TAG = "tag:"
"""Begins the reference of a blocker that is a tag of the ticket."""


def macro_used(request: Request) -> list[Blocker]:
    """Say so where the macro's tag is on the ticket and no incident shows yet."""
    # Until its incident shows, a page of ours would be the second one.
    tag = request.deps.handbook.zendesk.tags.trigger_manual_emergency
    ticket = request.snapshot.ticket
    paged = emergencies(request.snapshot.incidents, request.deps.handbook)
    if ticket is None or tag not in ticket.tags or paged:
        return []
    because = f"the paging macro was used (tag {tag}); if nobody was paged, remove the tag and trigger again"
    # A ticket that has the tag is not paged for by the macro again.
    return [Blocker(f"{TAG}{tag}", None, because, despite=request.deps.handbook.emergency.route != "macro")]


def paged_by_macro(request: Request, tagged: Blocker) -> list[Blocker]:
    """Ask PagerDuty what is open; the tag alone counts only where that cannot be told."""
    deps = request.deps
    service = deps.handbook.pagerduty.services.customer_support.id
    asked_at = deps.clock()
    try:
        listed = deps.pagerduty.open_incidents([service] if service else [])
    except VendorError as error:
        return [replace(tagged, because=f"{tagged.because}; {error}")]
    mine = [incident for incident in listed if is_about(incident, request.ticket_id, deps.handbook)]
    keep_incidents(deps, mine, asked_at)
    return [blocker(request, incident, PURPOSE) for incident in mine] or ([] if tagged.despite else [tagged])
