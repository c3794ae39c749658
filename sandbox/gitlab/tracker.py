"""GitLab's state: all projects and people, and how records are made and found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sandbox import clock
from sandbox.dialects import Dialects
from sandbox.errors import Json, Refusal
from sandbox.gitlab.records import Issue, Project

LONGEST_TITLE, LONGEST_DESCRIPTION = 255, 1_048_576


def not_found(what: str = "") -> Refusal:
    """Answer as GitLab does for anything that is not there."""
    return Refusal(404, {"message": f"404 {what} Not Found" if what else "404 Not found"})


@dataclass
class Tracker:
    """All projects; ids and iids go on over a reset, so that none ever means two things.

    `users` are kept by their names in small letters: GitLab's user names compare without case. `moved` tells which
    project had a path before.
    """

    base_url: str = ""
    dialects: Dialects = field(default_factory=Dialects)
    bot: Json = field(default_factory=dict)
    projects: dict[int, Project] = field(default_factory=dict)
    users: dict[str, Json] = field(default_factory=dict)
    moved: dict[str, Project] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(150_000_001))
    _next_iids: dict[int, int] = field(default_factory=dict)

    def clear(self, base_url: str) -> None:
        """Forget all records."""
        self.base_url = base_url
        self.projects.clear()
        self.users.clear()
        self.moved.clear()

    def next_id(self) -> int:
        """Return an id that no record has had."""
        return next(self._ids)

    def add_project(self, project_id: int, key: str, path: str, name: str, first_iid: int = 1) -> Project:
        """Make a project; new issues count from `first_iid`, seeded ones may lie below."""
        project = self.projects[project_id] = Project(project_id, key, path, name)
        self._next_iids.setdefault(project_id, first_iid)
        return project

    def project(self, key: Any) -> Project:
        """Find a project by id, path or control name, or refuse."""
        for project in self.projects.values():
            if str(key) in (str(project.id), project.path, project.key):
                return project
        raise not_found("Project")

    def move(self, project: Project, path: str) -> None:
        """Give a project another path, as renaming or moving it or its group does."""
        self.moved[project.path] = project
        self.moved.pop(path, None)
        project.path = path

    def issue(self, project: Project, iid: Any) -> Issue:
        """Find an issue or refuse."""
        found = project.issues.get(int(iid)) if str(iid).isdigit() else None
        if found is None:
            raise not_found()
        return found

    def user(self, username: str, name: str | None = None) -> Json:
        """Return the user of a name, made when unknown."""
        clean = username.strip().lstrip("@")
        key = clean.casefold()
        if key not in self.users:
            self.users[key] = {
                "id": self.next_id(), "username": clean, "name": name or clean, "state": "active",
                "locked": False, "public_email": f"{clean}@sandbox.example", "avatar_url": None,
                "web_url": f"{self.base_url}/gitlab/{clean}",
            }  # fmt: skip
        return self.users[key]

    def add_label(self, project: Project, name: str, color: str = "#6699cc") -> Json:
        """Return the label of a name, made when unknown."""
        if name not in project.labels:
            project.labels[name] = {
                "id": self.next_id(), "name": name, "color": color, "text_color": "#FFFFFF",
                "description": None, "description_html": "", "open_issues_count": 0,
                "closed_issues_count": 0, "open_merge_requests_count": 0, "subscribed": False,
                "priority": None, "is_project_label": True,
            }  # fmt: skip
        return project.labels[name]

    def add_issue(self, project: Project, title: str, description: str, author: Json, *, iid: int | None = None,
                  created_at: datetime | None = None, indexed_from: datetime | None = None) -> Issue:  # fmt: skip
        """Make an issue; its updated_at is now, whatever its created_at says."""
        if iid is None:
            iid = self._next_iids[project.id]
            self._next_iids[project.id] = iid + 1
        now = clock.now()
        issue = Issue(self.next_id(), iid, project, title, description, author,
                      created_at or now, now, indexed_from or now)  # fmt: skip
        project.issues[iid] = issue
        return issue

    def add_note(self, issue: Issue, body: str, author: Json, created_at: datetime | None = None) -> Json:
        """Add a note to an issue."""
        written = clock.millis(created_at or clock.now())
        note = {
            "id": self.next_id(), "type": None, "body": body, "author": author, "created_at": written,
            "updated_at": written, "system": False, "noteable_id": issue.id, "noteable_type": "Issue",
            "project_id": issue.project.id, "noteable_iid": issue.iid, "resolvable": False,
            "confidential": False, "internal": False, "attachment": None, "commands_changes": {},
        }  # fmt: skip
        issue.notes.append(note)
        return note

    def touch_all(self) -> None:
        """Mark every issue as changed now."""
        for project in self.projects.values():
            for issue in project.issues.values():
                issue.updated_at = clock.now()
