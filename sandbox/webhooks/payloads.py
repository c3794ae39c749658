"""Write events as the vendors' webhooks do; their names differ from those of the REST APIs."""

from collections.abc import Sequence
from uuid import uuid4

from sandbox import clock
from sandbox.environment import INSTALLATION_ID
from sandbox.errors import Json
from sandbox.gitlab import shapes as gitlab_shapes
from sandbox.gitlab.tracker import Issue, Tracker

TEXT_IDS = ("id", "assignee_id", "brand_id", "group_id", "organization_id", "requester_id", "submitter_id")
TICKET_FIELDS = ("created_at", "updated_at", "status", "priority", "subject", "tags", "type", "is_public", "via")


def ticket(record: Json, kind: str, change: Json) -> Json:
    """Write a Zendesk event; ids in its detail are strings."""
    detail = {name: str(record[name]) if record[name] is not None else None for name in TEXT_IDS}
    return {
        "type": f"zen:event-type:{kind}",
        "account_id": INSTALLATION_ID,
        "id": str(uuid4()),
        "time": clock.millis(clock.now()),
        "zendesk_event_version": "2022-11-06",
        "subject": f"zen:ticket:{record['id']}",
        "detail": detail | {name: record[name] for name in TICKET_FIELDS} | {"form_id": str(record["ticket_form_id"])},
        "event": change,
    }


def issue(tracker: Tracker, record: Issue, action: str, labels_before: Sequence[str]) -> Json:
    """Write GitLab's issue event: labels are objects, people are ids, an author has no name."""
    project = gitlab_shapes.project(tracker, record.project)

    def labels(names: Sequence[str]) -> list[Json]:
        return [{"id": tracker.add_label(record.project, name)["id"], "title": name} for name in names]

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
            "created_at": clock.millis(record.created_at),
            "updated_at": clock.millis(record.updated_at),
            "state": record.state,
            "action": action,
            "labels": labels(record.labels),
            "url": f"{tracker.base_url}/gitlab/{record.project.path}/-/issues/{record.iid}",
        },
        "labels": labels(record.labels),
        "changes": {"labels": {"previous": labels(labels_before), "current": labels(record.labels)}},
        "assignees": list(record.assignees),
    }
