"""GitLab's routes and records as far as the product asks for them; its own description leaves them out.

The facts are those of GitLab's API reference and of the answers that public clients keep as fixtures (python-gitlab,
go-gitlab, gitlab4j). A record is closed: the stand-in must not answer with fields that GitLab does not have.
"""

from typing import Any

from tests.contract.tables import path, record

USER = {
    "id": "integer", "username": "string", "name": "string", "state": "string", "locked": "boolean",
    "avatar_url": "string?", "web_url": "string", "public_email?": "string?",
}  # fmt: skip
SCHEMAS = {
    "User": USER,
    "FullUser": USER | {
        "created_at?": "time", "bio?": "string?", "bot?": "boolean", "location?": "string?", "skype?": "string?",
        "linkedin?": "string?", "twitter?": "string?", "website_url?": "string?", "organization?": "string?",
        "job_title?": "string?", "followers?": "integer", "following?": "integer", "email?": "string?",
    },
    "Member": USER | {
        "access_level": "integer", "expires_at?": "any", "created_at?": "time", "membership_state?": "string",
    },
    "Links": {
        "self": "string", "notes": "string", "award_emoji": "string", "project": "string",
        "closed_as_duplicate_of?": "string?",
    },
    "TimeStats": {
        "time_estimate": "integer", "total_time_spent": "integer", "human_time_estimate?": "string?",
        "human_total_time_spent?": "string?",
    },
    "References": {"short": "string", "relative": "string", "full": "string"},
    "TaskStatus": {"count": "integer", "completed_count": "integer"},
    "Issue": {
        "id": "integer", "iid": "integer", "project_id": "integer", "title": "string", "description": "string?",
        "state": "string", "created_at": "time", "updated_at": "time", "closed_at": "time?", "closed_by": "User?",
        "labels": "[string]", "milestone": "object?", "assignees": "[User]", "assignee": "User?", "author": "User",
        "type?": "string", "issue_type": "string", "user_notes_count": "integer", "merge_requests_count": "integer",
        "upvotes": "integer", "downvotes": "integer", "due_date": "day?", "confidential": "boolean",
        "discussion_locked?": "boolean?", "web_url": "string", "time_stats": "TimeStats", "severity?": "string",
        "task_completion_status": "TaskStatus", "has_tasks?": "boolean", "task_status?": "string",
        "_links": "Links", "references": "References", "moved_to_id": "integer?", "imported?": "boolean",
        "imported_from?": "string", "service_desk_reply_to?": "string?", "blocking_issues_count?": "integer",
        "weight?": "integer?", "epic?": "object?", "iteration?": "object?", "health_status?": "string?",
        "subscribed?": "boolean", "start_date?": "day?",
    },
    "Note": {
        "id": "integer", "type": "string?", "body": "string", "author": "User", "created_at": "time",
        "updated_at": "time", "system": "boolean", "noteable_id": "integer", "noteable_type": "string",
        "project_id?": "integer", "resolvable": "boolean", "confidential?": "boolean", "internal": "boolean",
        "imported?": "boolean", "imported_from?": "string", "noteable_iid": "integer?", "commands_changes?": "object",
        "attachment?": "any",
    },
    "Label": {
        "id": "integer", "name": "string", "color": "string", "text_color": "string", "description": "string?",
        "description_html": "string?", "open_issues_count?": "integer", "closed_issues_count?": "integer",
        "open_merge_requests_count?": "integer", "subscribed": "boolean", "priority": "integer?",
        "is_project_label": "boolean", "archived?": "boolean",
    },
    "Token": {
        "id": "integer", "name": "string", "revoked": "boolean", "created_at": "time", "description?": "string?",
        "scopes": "[string]", "user_id": "integer", "last_used_at?": "time?", "active": "boolean",
        "expires_at": "day?",
    },
    # A project has some hundred fields more, by the rights of who asks.
    "Project": {
        "id": "integer", "description": "string?", "name": "string", "name_with_namespace": "string", "path": "string",
        "path_with_namespace": "string", "created_at": "time", "default_branch?": "string?", "web_url": "string",
        "visibility": "string", "issues_enabled": "boolean", "archived": "boolean", "namespace": "object",
        "last_activity_at": "time", "_links": "object",
    },
}  # fmt: skip
PAGE = "page per_page"
SPAN = "updated_after updated_before created_after created_before"
LISTED = f"{PAGE} {SPAN} order_by sort scope state labels author_id iids[]"
CHANGES = {
    "title?": "string", "description?": "string", "labels?": "string", "add_labels?": "string",
    "remove_labels?": "string", "assignee_ids?": "[integer]", "state_event?": "string", "confidential?": "boolean",
    "due_date?": "day",
}  # fmt: skip
NEW = {key: value for key, value in CHANGES.items() if key != "title?"} | {"title": "string"}
ISSUES = "/projects/{id}/issues"


def document() -> dict[str, Any]:
    """Write the description."""
    one = {200: "Issue"}
    paths = {
        "/user": path("get", answers={200: "FullUser"}),
        "/users": path("get", query=f"{PAGE} username active blocked search", answers={200: "[User]"}),
        "/personal_access_tokens/self": path("get", answers={200: "Token"}),
        "/projects/{id}": path("get", query="statistics license", answers={200: "Project"}),
        "/projects/{id}/labels": path("get", query=f"{PAGE} with_counts search", answers={200: "[Label]"}),
        "/projects/{id}/members/all/{user_id}": path("get", answers={200: "Member", 404: None}),
        ISSUES: path("get", query=LISTED, answers={200: "[Issue]"}) | path("post", sent=NEW, answers={201: "Issue"}),
        f"{ISSUES}/{{iid}}": path("get", answers={**one, 404: None}) | path("put", sent=CHANGES, answers=one),
        f"{ISSUES}/{{iid}}/notes": path("get", query=f"{PAGE} order_by sort activity_filter", answers={200: "[Note]"})
        | path("post", sent={"body": "string", "internal?": "boolean", "created_at?": "time"}, answers={201: "Note"}),
    }
    schemas = {name: record(fields, closed=name != "Project") for name, fields in SCHEMAS.items()}
    return {"openapi": "3.0.3", "paths": paths, "components": {"schemas": schemas}}
