"""Incremental sync: what changed at a vendor since last time comes into the store. One function a source.

Each calls `moved` as it gets on, before it writes; that raises when the reading was given up meanwhile.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import get_args

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.listing import Listing, Skipped
from backend.domain.named_tickets import issue_tickets, with_tickets
from backend.domain.paging.on_call import OnCallRole
from backend.domain.paging.schedules import Override, manager_schedules
from backend.handbook.model.handbook import Handbook
from backend.mirror.moved import with_destinations
from backend.mirror.people import assignees, find_contacts, learn_accounts, nothing
from backend.store.sources import Skips
from backend.vendors.errors import VendorError
from backend.vendors.pagerduty.on_calls import LOOK_AHEAD, Rotation
from backend.vendors.pagerduty.shift_schedules import cannot_be_used, unread

ON_CALLS, MACROS = "pagerduty:on_calls", "zendesk:macros"
OVERLAP = timedelta(minutes=2)
"""How far behind the cursor a sync starts: vendors' clocks and indexes differ from ours."""
PROGRESS = 1_000
"""How many issues are read between two lines of the log."""

log = logging.getLogger(__name__)


def sync_issues(deps: Deps, tracker: Tracker, full: bool = False, moved: Callable[[], None] = nothing) -> None:
    """Bring a tracker's changed issues in, page by page; the cursor is kept with each, so a broken first sync goes on.

    Each page is asked for from the last change seen, not by its number: an issue that changes meanwhile moves to
    the end of the list, and numbered pages would then skip another one. `full` reads every issue, and drops those
    that GitLab no longer has.
    """
    name = f"gitlab:{tracker}"
    known = deps.mirror.sources.get(name)
    started, cursor = deps.clock(), known.cursor if known else None
    since, number = (None if full or not cursor else cursor - OVERLAP), 1
    read: set[int] = set()
    skipped: list[Skipped] = []
    while True:
        page = deps.gitlab.changed_issues(tracker, since, number)
        moved()
        _keep_page(deps, tracker, page, moved)
        before = len(read)
        read.update(issue.iid for issue in page)
        skipped.extend(with_tickets(unread, tracker, deps.handbook, deps.zendesk_url) for unread in page.skipped)
        newest = max((issue.updated_at for issue in page), default=None)
        # Ask from the newest change on; by page number only where a whole page changed in the same instant.
        since, number = (newest, 1) if newest and (since is None or newest > since) else (since, number + 1)
        cursor = max(newest, cursor) if newest and cursor else newest or cursor
        if page.listed < deps.gitlab.page_size:
            break
        if not full and cursor:
            deps.mirror.sources.record_progress(name, cursor)
        if len(read) // PROGRESS > before // PROGRESS:
            log.info("%s: %s issues read, up to the changes of %s", name, f"{len(read):,}", newest)
    if full and all(unread.id.isdecimal() for unread in skipped):
        # Skipped records must keep their copies: nothing is deleted where one of them does not tell its number.
        deps.mirror.issues.delete_missing(tracker, read | {int(unread.id) for unread in skipped}, started)
    if path := deps.gitlab.moved_to(tracker):
        skipped.append(Skipped("GitLab", "project", tracker, "path", f"is {path} now: correct it in the handbook"))
    # A sync reads only what changed, so what an earlier one skipped still counts unless it was read this time.
    earlier = known.skips if known and not full else Skips()
    record(deps, name, started, earlier.followed_by(skipped, {tracker, *map(str, read)}), cursor)


def _keep_page(deps: Deps, tracker: Tracker, page: Listing[Issue], moved: Callable[[], None]) -> None:
    """Keep a page of issues, after what their state rests on: nobody sees one whose accounts are not known yet."""
    learn_accounts(deps, assignees(page) if tracker == "star" else (), moved)
    find_contacts(deps, page if tracker == "feedback" else (), moved)
    kept = list(with_destinations(deps, page, moved))
    deps.mirror.issues.put((issue, issue_tickets(issue, deps.handbook, deps.zendesk_url)) for issue in kept)


def sync_on_calls(deps: Deps, moved: Callable[[], None] = nothing) -> None:
    """Bring in who is on call, now and next, and who stands in on the managers' schedules."""
    started = deps.clock()
    found = deps.pagerduty.on_calls(rotations(deps.handbook), started)
    moved()
    standing = [_overrides(deps, schedule, started) for schedule in manager_schedules(deps.handbook)]
    moved()
    deps.mirror.on_calls.replace(found, [override for listed in standing for override in listed])
    skipped = [*found.skipped, *(unread for listed in standing for unread in listed.skipped)]
    record(deps, ON_CALLS, started, Skips.of(skipped))


def _overrides(deps: Deps, schedule: str, now: datetime) -> Listing[Override]:
    """Read who stands in on a schedule; one that cannot be read is named, and the others count."""
    try:
        return deps.pagerduty.overrides(schedule, now, now + LOOK_AHEAD)
    except VendorError as error:
        if not cannot_be_used(error):
            raise
        return Listing((), (unread(schedule, "overrides", error),))


def rotations(handbook: Handbook) -> dict[OnCallRole, list[Rotation]]:
    """Tell where each rotation of the header is read."""
    policy, sources = handbook.pagerduty.escalation_policy, handbook.pagerduty.on_call
    return {
        role: [Rotation(policy.id, source.level, source.schedule) for source in getattr(sources, role)]
        for role in get_args(OnCallRole)
    }


def sync_macros(deps: Deps, moved: Callable[[], None] = nothing) -> None:
    """Bring in the active macros."""
    started = deps.clock()
    found = deps.zendesk.macros()
    moved()
    deps.mirror.macros.replace(found)
    record(deps, MACROS, started, Skips.of(found.skipped))


def record(deps: Deps, name: str, started: datetime, skips: Skips, cursor: datetime | None = None) -> None:
    """Note a complete reading, and log what it skipped once."""
    known = deps.mirror.sources.get(name)
    deps.mirror.sources.record_success(name, started, cursor, skips)
    for skipped in skips.first:
        if not known or skipped not in known.skips.first:
            log.warning("%s: skipped %s", name, skipped)
