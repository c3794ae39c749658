"""Issues that are gone: GitLab sends no event when one is deleted, and an incremental reading does not show it."""

from collections.abc import Callable

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.references import issue_tickets
from backend.mirror.moved import with_destinations
from backend.vendors.errors import Gone

SWEEP = "gitlab:sweep"


def sweep(deps: Deps, trackers: tuple[Tracker, ...], moved: Callable[[], None]) -> None:
    """Ask for each open issue of ours that GitLab does not list as open."""
    for tracker in trackers:
        started, listed = deps.clock(), deps.gitlab.open_iids(tracker)
        moved()
        for issue in deps.mirror.issues.open(tracker):
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
