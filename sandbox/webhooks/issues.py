"""GitLab's issue events, and what of an issue they tell. A deleted issue sends none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox import clock
from sandbox.errors import Json
from sandbox.gitlab import shapes
from sandbox.gitlab.records import Issue
from sandbox.gitlab.tracker import Tracker


@dataclass(frozen=True)
class SeenIssue:
    """What is compared of an issue: `updated_at` tells that it changed, the rest what an event says of it."""

    updated_at: datetime
    state: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]

    @classmethod
    def of(cls, record: Issue) -> "SeenIssue":
        """Look at an issue."""
        people = tuple(user["username"] for user in record.assignees)
        return cls(record.updated_at, record.state, tuple(record.labels), people)


def events(tracker: Tracker, record: Issue, before: SeenIssue | None) -> list[Json]:
    """Write the event of what has changed."""
    if before is None:
        return [_event(tracker, record, "open", SeenIssue.of(record))]
    moved = {"opened": "reopen", "closed": "close"}[record.state] if before.state != record.state else "update"
    return [_event(tracker, record, moved, before)]


def _changes(tracker: Tracker, record: Issue, before: SeenIssue) -> Json:
    now = SeenIssue.of(record)
    found = {"labels": {"previous": _labels(tracker, record, before.labels),
                        "current": _labels(tracker, record, now.labels)}}  # fmt: skip
    if now.assignees != before.assignees:
        people = ([tracker.user(name) for name in names] for names in (before.assignees, now.assignees))
        found["assignees"] = dict(zip(("previous", "current"), people, strict=True))
    return found


def _labels(tracker: Tracker, record: Issue, names: Sequence[str]) -> list[Json]:
    return [{"id": tracker.add_label(record.project, name)["id"], "title": name} for name in names]


def _event(tracker: Tracker, record: Issue, action: str, before: SeenIssue) -> Json:
    """Write an event: labels are objects, people are ids, an author has no name."""
    project = shapes.project(tracker, record.project)
    return {
        "object_kind": "issue",
        "event_type": "confidential_issue" if record.confidential else "issue",
        "user": tracker.bot | {"email": "[REDACTED]"},
        "project": {name: project[name] for name in ("id", "name", "description", "web_url", "path_with_namespace")},
        "object_attributes": {
            "id": record.id,
            "iid": record.iid,
            "project_id": record.project.id,
            "title": record.title,
            "description": record.description,
            "author_id": record.author["id"],
            "assignee_ids": [one["id"] for one in record.assignees],
            "confidential": record.confidential,
            "moved_to_id": record.moved_to_id,
            "duplicated_to_id": record.duplicated_to_id,
            "created_at": clock.millis(record.created_at),
            "updated_at": clock.millis(record.updated_at),
            "state": record.state,
            "action": action,
            "labels": _labels(tracker, record, record.labels),
            "url": shapes.issue_url(tracker, record),
        },
        "labels": _labels(tracker, record, record.labels),
        "changes": _changes(tracker, record, before),
        "assignees": list(record.assignees),
    }
