"""What the vendors document of their webhooks' payloads, in a few words: no published schema has them.

Of a ticket's `tags_changed` no example was at hand: it is written as the organization's is.

The facts are those of the documentation: PagerDuty's "Webhooks overview" (event data types), Zendesk's "Ticket events"
and "Organization events", GitLab's "Webhook events". A record is closed: the stand-in must not tell more than they do.
"""

from typing import Any

from tests.contract.description import Description
from tests.contract.tables import record

Json = dict[str, Any]
STATUSES = ["NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED", "DELETED", "ARCHIVED", "SCRUBBED"]
REFERENCE = {"id": "string", "type": "string", "summary": "string?", "self": "string?", "html_url": "string?"}
PAGERDUTY = {
    "PdReference": REFERENCE,
    "PdConference": {"conference_number": "any", "conference_url": "string?"},
    "PdIncidentType": {"name": "string"},
    "PdIncident": {
        "id": "string", "type": "string", "self": "string", "html_url": "string", "number": "integer",
        "status": "string", "incident_key?": "string?", "created_at?": "time", "reopened_at?": "time?",
        "title": "string", "incident_type?": "PdIncidentType", "service": "PdReference", "assignees": "[PdReference]",
        "escalation_policy": "PdReference", "teams": "[PdReference]", "priority": "PdReference?", "urgency": "string",
        "conference_bridge": "PdConference?", "resolve_reason": "object?",
    },
    "PdNote": {
        "id": "string", "type": "string", "incident": "PdReference", "content": "string", "trimmed": "boolean",
    },
    "PdEvent": {
        "id": "string", "event_type": "string", "resource_type": "string", "occurred_at": "time",
        "agent": "PdReference?", "client": "object?", "data": "any",
    },
    "PdPayload": {"event": "PdEvent"},
}  # fmt: skip
ZENDESK = {
    "ZdVia": {"channel": "string"},
    "ZdTicket": {
        "id": "string", "actor_id": "string", "assignee_id": "string?", "brand_id": "string", "created_at": "time",
        "custom_status": "string", "description": "string", "external_id": "string?", "form_id": "string",
        "group_id": "string?", "is_public": "boolean", "organization_id": "string?", "priority": "ZdPriority?",
        "requester_id": "string", "status": "ZdStatus", "subject": "string", "submitter_id": "string",
        "tags": "[string]", "type": "ZdType?", "updated_at": "time", "via": "ZdVia",
    },
    "ZdOrganization": {
        "id": "string", "created_at": "time", "external_id": "string?", "group_id": "string?", "name": "string",
        "shared_comments": "boolean", "shared_tickets": "boolean", "updated_at": "time",
    },
    "ZdAuthor": {"id": "string", "is_staff": "boolean", "name": "string"},
    "ZdComment": {"id": "string", "body": "string", "is_public": "boolean", "author": "ZdAuthor"},
    "ZdTags": {"tags": "[string]"},
    "ZdField": {"id": "string", "title": "string", "type": "string"},
    "ZdCreated": {"meta?": "object"},
    "ZdCommentAdded": {"comment": "ZdComment", "meta?": "object"},
    "ZdStatusChanged": {"current": "ZdStatus", "previous": "ZdStatus", "meta?": "object"},
    "ZdTagsChanged": {"added": "ZdTags", "removed": "ZdTags", "meta?": "object"},
    "ZdNameChanged": {"current": "string", "previous": "string"},
    "ZdFieldChanged": {"current": "any", "previous": "any", "field": "ZdField"},
    "ZdPayload": {
        "type": "string", "account_id": "integer", "id": "string", "time": "time", "zendesk_event_version": "string",
        "subject": "string", "detail": "any", "event": "any",
    },
}  # fmt: skip
GITLAB = {
    "GlUser": {"id?": "integer", "name": "string", "username": "string", "avatar_url": "string?", "email?": "string"},
    "GlProject": {
        "id": "integer", "name": "string", "description": "string?", "web_url": "string", "avatar_url": "string?",
        "git_ssh_url": "string", "git_http_url": "string", "namespace": "string", "visibility_level": "integer",
        "path_with_namespace": "string", "default_branch": "string?", "ci_config_path": "string?",
        "homepage": "string", "url": "string", "ssh_url": "string", "http_url": "string",
    },
    "GlRepository": {"name": "string", "url": "string", "description": "string?", "homepage": "string"},
    "GlLabel": {
        "id": "integer", "title": "string", "color": "string", "project_id": "integer?", "created_at": "time",
        "updated_at": "time", "template": "boolean", "description": "string?", "type": "string",
        "group_id": "integer?",
    },
    "GlAttributes": {
        "id": "integer", "iid": "integer", "title": "string", "assignee_ids": "[integer]", "assignee_id": "integer?",
        "author_id": "integer", "project_id": "integer", "created_at": "time", "updated_at": "time",
        "updated_by_id": "integer?", "last_edited_at": "time?", "last_edited_by_id": "integer?",
        "relative_position": "integer?", "description": "string?", "milestone_id": "integer?", "state_id": "integer",
        "confidential": "boolean", "discussion_locked": "boolean?", "due_date": "day?", "moved_to_id": "integer?",
        "duplicated_to_id": "integer?", "time_estimate": "integer", "total_time_spent": "integer",
        "time_change": "integer", "human_total_time_spent": "string?", "human_time_estimate": "string?",
        "human_time_change": "string?", "weight?": "integer?", "health_status?": "string?", "type": "string",
        "url": "string", "state": "string", "action": "string", "severity": "string", "escalation_status?": "string",
        "escalation_policy?": "object", "labels": "[GlLabel]",
    },
    "GlIssue": {
        "object_kind": "string", "event_type": "string", "user": "GlUser", "project": "GlProject",
        "object_attributes": "GlAttributes", "repository": "GlRepository", "assignees": "[GlUser]",
        "assignee?": "GlUser", "labels": "[GlLabel]", "changes": "GlChanges",
    },
    "GlLabelsChange": {"previous": "[GlLabel]", "current": "[GlLabel]"},
    "GlPeopleChange": {"previous": "[GlUser]", "current": "[GlUser]"},
    "GlChanges": {"labels?": "GlLabelsChange", "assignees?": "GlPeopleChange"},
}  # fmt: skip
WORDS = {
    "ZdStatus": STATUSES,
    "ZdPriority": ["LOW", "NORMAL", "HIGH", "URGENT"],
    "ZdType": ["PROBLEM", "INCIDENT", "QUESTION", "TASK"],
}
CHANGES = {
    "ticket.created": "ZdCreated",
    "ticket.comment_added": "ZdCommentAdded",
    "ticket.status_changed": "ZdStatusChanged",
    "ticket.tags_changed": "ZdTagsChanged",
    "organization.created": "ZdCreated",
    "organization.name_changed": "ZdNameChanged",
    "organization.tags_changed": "ZdTagsChanged",
    "organization.custom_field_changed": "ZdFieldChanged",
}
OF_INCIDENTS = {
    f"incident.{kind}"
    for kind in (
        "acknowledged", "delegated", "escalated", "reassigned", "reopened", "resolved", "service_updated",
        "triggered", "unacknowledged",
    )
}  # fmt: skip


def description() -> Description:
    """Write the payloads down as a description has them."""
    tables = PAGERDUTY | ZENDESK | GITLAB
    schemas: Json = {name: record(fields, closed=True) for name, fields in tables.items()}
    schemas |= {name: {"type": "string", "enum": words} for name, words in WORDS.items()}
    return Description("webhooks", {"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}})


def parts(vendor: str, payload: Json) -> tuple[str, list[tuple[str, Any, str | None]]]:
    """Name an event, and give its parts: where each stands, its value, and the record that it has to be."""
    if vendor == "pagerduty":
        event = payload["event"]
        kind = event["event_type"]
        data = "PdNote" if kind == "incident.annotated" else "PdIncident" if kind in OF_INCIDENTS else None
        return kind, [("", payload, "PdPayload"), ("event.data", event["data"], data)]
    if vendor == "zendesk":
        kind = payload["type"].removeprefix("zen:event-type:")
        detail = {"ticket": "ZdTicket", "organization": "ZdOrganization"}.get(kind.partition(".")[0])
        changed = payload["event"], CHANGES.get(kind)
        return kind, [("", payload, "ZdPayload"), ("detail", payload["detail"], detail), ("event", *changed)]
    return payload["object_kind"], [("", payload, "GlIssue")]
