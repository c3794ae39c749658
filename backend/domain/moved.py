"""Where an issue goes on that was closed because it was moved, or because it is a duplicate."""

from collections.abc import Iterable

from backend.domain.issues import Issue, MovedTo


def moved_to(issue: Issue, known: Iterable[Issue]) -> MovedTo | None:
    """Tell where an issue goes on, looking among those that are known here; None when it was not moved."""
    if issue.moved_to_id is not None:
        found = next((candidate for candidate in known if candidate.id == issue.moved_to_id), None)
        return MovedTo(found.iid, found.url) if found else issue.goes_on or MovedTo(None, None)
    if issue.duplicate_of is None:
        return None
    if goes_on_elsewhere(issue):
        return issue.goes_on or MovedTo(None, None)
    other = issue.duplicate_of.iid
    return MovedTo(other, issue.url.rsplit("/", 1)[0] + f"/{other}")


def was_moved(issue: Issue) -> bool:
    """Tell whether an issue was closed because it goes on elsewhere."""
    return issue.moved_to_id is not None or issue.duplicate_of is not None


def goes_on_elsewhere(issue: Issue) -> bool:
    """Tell whether an issue goes on in a place that its own record does not name."""
    other = issue.duplicate_of
    return issue.moved_to_id is not None or (other is not None and other.project_id != issue.project_id)
