"""Issues that are gone: GitLab sends no event when one is deleted, and an incremental reading does not show it.

The same goes for those that cannot be read: which they are is told anew.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.listing import Listing
from backend.domain.named_tickets import issue_tickets, with_tickets
from backend.mirror.moved import with_destinations
from backend.store.sources import Skips
from backend.vendors.errors import Gone, VendorError
from backend.vendors.gitlab.records import issue_kind

SWEEP = "gitlab:sweep"

log = logging.getLogger(__name__)


def sweep(deps: Deps, trackers: tuple[Tracker, ...], moved: Callable[[], None]) -> None:
    """Ask for each issue that is shown, open or closed lately, and that GitLab does not list."""
    for tracker in trackers:
        started = deps.clock()
        since = started - timedelta(days=deps.handbook.gitlab.recently_closed_days)
        listed = deps.gitlab.shown_issues(tracker, since)
        moved()
        _name_skipped(deps, tracker, listed)
        there = {str(issue.iid) for issue in listed} | {unread.id for unread in listed.skipped}
        for issue in deps.mirror.issues.shown(tracker, since):
            # An issue that changed after the list was asked for may rightly not be in it.
            if str(issue.iid) not in there and issue.updated_at < started:
                _ask_for(deps, issue)
                moved()
    deps.mirror.sources.record_success(SWEEP, deps.clock())


def _name_skipped(deps: Deps, tracker: Tracker, listed: Listing[Issue]) -> None:
    known = deps.mirror.sources.get(f"gitlab:{tracker}")
    if known and known.skips.count:
        others = [unread for unread in known.skips.first if unread.kind != issue_kind(tracker)]
        unread = [with_tickets(unread, tracker, deps.handbook, deps.zendesk_url) for unread in listed.skipped]
        deps.mirror.sources.record_skips(known.name, Skips.of([*others, *unread]))


def _ask_for(deps: Deps, issue: Issue) -> None:
    """Read an issue again; one that cannot be read keeps its copy, and holds up no other."""
    try:
        read_again(deps, issue)
    except VendorError as error:
        if error.field is None:
            raise
        log.warning("issue %s of %s could not be read again: %s", issue.iid, issue.tracker, error)


def read_again(deps: Deps, issue: Issue) -> None:
    """Read an issue and keep it as it is now; forget one that is gone."""
    try:
        found = deps.gitlab.issue(issue.tracker, issue.iid)
    except Gone:
        deps.mirror.issues.delete(issue.tracker, issue.iid)
    else:
        kept = with_destinations(deps, [found])
        deps.mirror.issues.put((issue, issue_tickets(issue, deps.handbook, deps.zendesk_url)) for issue in kept)
