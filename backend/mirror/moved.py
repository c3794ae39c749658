"""Where issues go on that were moved, or closed as duplicates: asked of GitLab, as their records do not say it."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from backend.deps import Deps
from backend.domain.issues import Issue, MovedTo
from backend.domain.moved import goes_on_elsewhere
from backend.domain.star.lifecycle import recently_closed
from backend.mirror.people import nothing
from backend.vendors.errors import VendorError

MOST_ASKED = 20
"""How many are asked about in one reading; the others are shown as moved, to a place that is not known."""

log = logging.getLogger(__name__)


def with_destinations(deps: Deps, issues: Iterable[Issue], moved: Callable[[], None] = nothing) -> Iterator[Issue]:
    """Give the issues, those that are still shown with what GitLab says of where they go on.

    What is known already is not asked again; what fails is tried again when the issue is read again.
    """
    left = MOST_ASKED
    for issue in issues:
        if not (goes_on_elsewhere(issue) and recently_closed(issue, deps.handbook, deps.clock())):
            yield issue
        elif known := _known(deps, issue):
            yield replace(issue, goes_on=known)
        elif left:
            left -= 1
            yield replace(issue, goes_on=_asked(deps, issue))
            moved()
        else:
            yield issue


def _known(deps: Deps, issue: Issue) -> MovedTo | None:
    copy = deps.mirror.issues.get(issue.tracker, issue.iid)
    same = copy and (copy.moved_to_id, copy.duplicate_of) == (issue.moved_to_id, issue.duplicate_of)
    return copy.goes_on if copy and same else None


def _asked(deps: Deps, issue: Issue) -> MovedTo | None:
    try:
        return deps.gitlab.goes_on(issue)
    except VendorError as error:
        log.warning("where issue %s of %s goes on could not be read: %s", issue.iid, issue.tracker, error)
        return None
