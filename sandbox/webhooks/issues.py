"""GitLab's issue events, and what of an issue they tell. A deleted issue sends none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox import clock
from sandbox.errors import Json
from sandbox.gitlab import shapes
from sandbox.gitlab.records import Issue, Project
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
        people = ([_user(tracker.user(name)) for name in names] for names in (before.assignees, now.assignees))
        found["assignees"] = dict(zip(("previous", "current"), people, strict=True))
    return found


def _labels(tracker: Tracker, record: Issue, names: Sequence[str]) -> list[Json]:
    known = [tracker.add_label(record.project, name) for name in names]
    made = {"created_at": shapes.CREATED_AT, "updated_at": shapes.CREATED_AT}
    return [
        {"id": label["id"], "title": label["name"], "color": label["color"], "project_id": record.project.id, **made,
         "template": False, "description": label["description"], "type": "ProjectLabel", "group_id": None}
        for label in known
    ]  # fmt: skip


def _user(record: Json) -> Json:
    """Write a person: an address is shown to nobody."""
    return {name: record[name] for name in ("id", "name", "username", "avatar_url")} | {"email": "[REDACTED]"}


def _project(tracker: Tracker, record: Project) -> Json:
    shown = shapes.project(tracker, record)
    page, ssh = shown["web_url"], f"git@gitlab.sandbox:{record.path}.git"
    kept = {name: shown[name] for name in ("id", "name", "description", "web_url", "path_with_namespace")}
    return kept | {
        "avatar_url": None, "git_ssh_url": ssh, "git_http_url": f"{page}.git", "namespace": shown["namespace"]["name"],
        "visibility_level": 10, "default_branch": shown["default_branch"], "ci_config_path": None, "homepage": page,
        "url": ssh, "ssh_url": ssh, "http_url": f"{page}.git",
    }  # fmt: skip


def _event(tracker: Tracker, record: Issue, action: str, before: SeenIssue) -> Json:
    """Write an event: labels are objects, people are ids, an author has no name."""
    project, people = _project(tracker, record.project), [_user(user) for user in record.assignees]
    alone = {"assignee": people[0]} if people else {}
    return {
        "object_kind": "issue",
        "event_type": "confidential_issue" if record.confidential else "issue",
        "user": _user(tracker.bot),
        "project": project,
        "object_attributes": {
            "id": record.id,
            "iid": record.iid,
            "project_id": record.project.id,
            "title": record.title,
            "description": record.description,
            "author_id": record.author["id"],
            "assignee_ids": [user["id"] for user in people],
            "assignee_id": people[0]["id"] if people else None,
            "confidential": record.confidential,
            "moved_to_id": record.moved_to_id,
            "duplicated_to_id": record.duplicated_to_id,
            "created_at": clock.millis(record.created_at),
            "updated_at": clock.millis(record.updated_at),
            "updated_by_id": None,
            "last_edited_at": None,
            "last_edited_by_id": None,
            "relative_position": None,
            "milestone_id": None,
            "state_id": 1 if record.state == "opened" else 2,
            "discussion_locked": None,
            "due_date": record.due_date,
            "time_estimate": 0,
            "total_time_spent": 0,
            "time_change": 0,
            "human_total_time_spent": None,
            "human_time_estimate": None,
            "human_time_change": None,
            "type": "Issue",
            "severity": "unknown",
            "state": record.state,
            "action": action,
            "labels": _labels(tracker, record, record.labels),
            "url": shapes.issue_url(tracker, record),
        },
        "labels": _labels(tracker, record, record.labels),
        "changes": _changes(tracker, record, before),
        "repository": {name: project[name] for name in ("name", "url", "description", "homepage")},
        "assignees": people,
        **alone,
    }
