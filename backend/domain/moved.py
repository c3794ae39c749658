"""Where an issue goes on that was closed because it was moved, or because it is a duplicate."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.issues import Issue


@dataclass(frozen=True, slots=True)
class MovedTo:
    """The issue that goes on, as far as it is known: GitLab tells a moved issue's number in all of GitLab alone."""

    iid: int | None
    url: str | None


def moved_to(issue: Issue, known: Iterable[Issue]) -> MovedTo | None:
    """Tell where an issue goes on, looking among those that are known here; None when it was not moved."""
    if issue.moved_to_id is not None:
        found = next((one for one in known if one.id == issue.moved_to_id), None)
        return MovedTo(found.iid, found.url) if found else MovedTo(None, None)
    if issue.duplicate_of is None:
        return None
    other = issue.duplicate_of
    if other.project_id != issue.project_id:
        return MovedTo(None, None)
    return MovedTo(other.iid, issue.url.rsplit("/", 1)[0] + f"/{other.iid}")
