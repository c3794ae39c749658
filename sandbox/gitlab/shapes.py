"""Write GitLab's records as its REST API does."""

from sandbox import clock
from sandbox.errors import Json
from sandbox.gitlab.records import Issue, Project
from sandbox.gitlab.tracker import Tracker

CREATED_AT = "2020-01-06T09:00:00.000Z"


def project(tracker: Tracker, record: Project) -> Json:
    """Write a project."""
    namespace, _, leaf = record.path.rpartition("/")
    api = f"{tracker.base_url}/gitlab/api/v4/projects/{record.id}"
    return {
        "id": record.id,
        "description": record.name,
        "name": record.name,
        "name_with_namespace": f"{namespace} / {record.name}",
        "path": leaf,
        "path_with_namespace": record.path,
        "created_at": CREATED_AT,
        "last_activity_at": CREATED_AT,
        "default_branch": "main",
        "web_url": f"{tracker.base_url}/gitlab/{record.path}",
        "visibility": "internal",
        "issues_enabled": True,
        "archived": False,
        "namespace": {"id": record.id + 1, "name": namespace, "path": namespace.rpartition("/")[2], "kind": "group",
                      "full_path": namespace, "parent_id": None},
        "_links": {"self": api, "issues": f"{api}/issues", "labels": f"{api}/labels", "members": f"{api}/members"},
    }  # fmt: skip


def issue_url(tracker: Tracker, record: Issue) -> str:
    """Write the address of an issue's page: GitLab has two."""
    return f"{tracker.base_url}/gitlab/{record.project.path}/-/{tracker.dialects['gitlab_issue_urls']}/{record.iid}"


def _duplicate_of(tracker: Tracker, record: Issue) -> str | None:
    """Name the issue that this one repeats by its address in the API: the one place where REST tells it."""
    if record.duplicated_to_id is None:
        return None
    everywhere = (issue for project in tracker.projects.values() for issue in project.issues.values())
    found = next((issue for issue in everywhere if issue.id == record.duplicated_to_id), None)
    project_id, number = (found.project.id, found.iid) if found else (record.project.id, record.duplicated_to_id)
    return f"{tracker.base_url}/gitlab/api/v4/projects/{project_id}/issues/{number}"


def issue(tracker: Tracker, record: Issue) -> Json:
    """Write an issue."""
    api = f"{tracker.base_url}/gitlab/api/v4/projects/{record.project.id}"
    short = f"#{record.iid}"
    return {
        "id": record.id,
        "iid": record.iid,
        "project_id": record.project.id,
        "title": record.title,
        "description": record.description,
        "state": record.state,
        "created_at": clock.millis(record.created_at),
        "updated_at": clock.millis(record.updated_at),
        "closed_at": clock.millis(record.closed_at) if record.closed_at else None,
        "closed_by": record.closed_by,
        "labels": list(record.labels),
        "milestone": None,
        "assignees": list(record.assignees),
        "author": record.author,
        "type": "ISSUE",
        "assignee": record.assignees[0] if record.assignees else None,
        "user_notes_count": len(record.notes),
        "merge_requests_count": 0,
        "upvotes": 0,
        "downvotes": 0,
        "due_date": record.due_date,
        "confidential": record.confidential,
        "discussion_locked": None,
        "issue_type": "issue",
        "web_url": issue_url(tracker, record),
        "time_stats": {"time_estimate": 0, "total_time_spent": 0},
        "task_completion_status": {"count": 0, "completed_count": 0},
        "has_tasks": False,
        "_links": {"self": f"{api}/issues/{record.iid}", "notes": f"{api}/issues/{record.iid}/notes",
                   "award_emoji": f"{api}/issues/{record.iid}/award_emoji", "project": api,
                   "closed_as_duplicate_of": _duplicate_of(tracker, record)},
        "references": {"short": short, "relative": short, "full": f"{record.project.path}{short}"},
        "severity": "UNKNOWN",
        "moved_to_id": record.moved_to_id,
        "imported": False,
        "imported_from": "none",
    }  # fmt: skip
