"""GitLab issues as the product mirrors them: STAR issues and mid-ticket feedback issues."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tracker = Literal["star", "feedback", "escalation"]


@dataclass(frozen=True, slots=True)
class Account:
    """A GitLab user as a record shows one; `state` is active, blocked, ..., None where it is not told."""

    id: int
    username: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class IssueRef:
    """Where an issue is: its project's number and its own there."""

    project_id: int
    iid: int


@dataclass(frozen=True, slots=True)
class MovedTo:
    """The issue that goes on in place of another, as far as it is known."""

    iid: int | None
    url: str | None


@dataclass(frozen=True, slots=True)
class IssueNote:
    """A comment of an issue with its words, read and not kept; `system` = GitLab wrote it about a change."""

    id: int
    author: Account | None
    body: str
    created_at: datetime | None
    system: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a tracker; identity is (tracker, iid), never a URL.

    `description` is read when the issue arrives and not kept beyond what rules need of it;
    `assignee` and `author` are GitLab usernames without the @. `moved_to_id` is the number that the issue it was
    moved to has in all of GitLab, `duplicate_of` the issue that it was closed as a duplicate of, `goes_on` what GitLab
    says of that one; None while it does not tell.
    """

    tracker: Tracker
    iid: int
    title: str
    description: str
    url: str
    closed: bool
    labels: frozenset[str]
    author: str
    assignee: str | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    id: int | None = None
    project_id: int | None = None
    assignees: tuple[Account, ...] = ()
    moved_to_id: int | None = None
    duplicate_of: IssueRef | None = None
    confidential: bool = False
    closed_by: str | None = None
    goes_on: MovedTo | None = None

    @property
    def assigned(self) -> tuple[str, ...]:
        """Name all who have the issue; a copy that an earlier version has kept knows the first alone."""
        return tuple(account.username for account in self.assignees) or ((self.assignee,) if self.assignee else ())
