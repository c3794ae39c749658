"""GitLab issues as the product mirrors them: STAR issues and mid-ticket feedback issues."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tracker = Literal["star", "feedback", "escalation"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a tracker; identity is (tracker, iid), never a URL.

    `description` is read when the issue arrives and not kept beyond what rules need of it;
    `assignee` and `author` are GitLab usernames without the @.
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
