"""Issues that are gone: GitLab sends no event when one is deleted, and an incremental reading does not show it."""

from collections.abc import Callable
from datetime import timedelta

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.references import issue_tickets
from backend.mirror.moved import with_destinations
from backend.vendors.errors import Gone

SWEEP = "gitlab:sweep"


def sweep(deps: Deps, trackers: tuple[Tracker, ...], moved: Callable[[], None]) -> None:
    """Ask for each issue that is shown, open or closed lately, and that GitLab does not list."""
    for tracker in trackers:
        started = deps.clock()
        since = started - timedelta(days=deps.handbook.gitlab.recently_closed_days)
        listed = deps.gitlab.iids(tracker, since)
        moved()
        for issue in deps.mirror.issues.shown(tracker, since):
            # One that has changed since then was not there to be listed.
            if issue.iid not in listed and issue.updated_at < started:
                read_again(deps, issue)
                moved()
    deps.mirror.sources.record_success(SWEEP, deps.clock())


def read_again(deps: Deps, issue: Issue) -> None:
    """Read an issue and keep it as it is now; forget one that is gone."""
    try:
        found = deps.gitlab.issue(issue.tracker, issue.iid)
    except Gone:
        deps.mirror.issues.delete(issue.tracker, issue.iid)
    else:
        kept = with_destinations(deps, [found])
        deps.mirror.issues.put((one, issue_tickets(one, deps.handbook, deps.zendesk_url)) for one in kept)
