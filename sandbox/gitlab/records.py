"""GitLab's records: a project with its labels, an issue with its notes and links."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox import clock
from sandbox.errors import Json


@dataclass
class Project:
    """One issue tracker; `key` is the name that control calls use."""

    id: int
    key: str
    path: str
    name: str
    labels: dict[str, Json] = field(default_factory=dict)
    issues: dict[int, "Issue"] = field(default_factory=dict)
    outsiders: set[int] = field(default_factory=set)

    def admits(self, user: Json) -> bool:
        """Tell whether a user is a member: everybody is whom nobody has put out."""
        return user["id"] not in self.outsiders


@dataclass
class Issue:
    """One issue with its notes and links."""

    id: int
    iid: int
    project: Project
    title: str
    description: str
    author: Json
    created_at: datetime
    updated_at: datetime
    indexed_from: datetime
    labels: list[str] = field(default_factory=list)
    assignees: list[Json] = field(default_factory=list)
    state: str = "opened"
    confidential: bool = False
    due_date: str | None = None
    closed_at: datetime | None = None
    closed_by: Json | None = None
    moved_to_id: int | None = None
    duplicated_to_id: int | None = None
    notes: list[Json] = field(default_factory=list)
    links: list[Json] = field(default_factory=list)

    def set_state(self, state: str, actor: Json) -> None:
        """Open or close the issue."""
        self.state = state
        self.closed_at, self.closed_by = (clock.now(), actor) if state == "closed" else (None, None)

    def assign(self, users: Iterable[Json]) -> None:
        """Replace the assignees; who may not read the project is left out without a word."""
        self.assignees = [user for user in users if self.project.admits(user)]
