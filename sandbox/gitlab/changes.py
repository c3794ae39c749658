"""Apply what a client wants done to issues and notes."""

from typing import Any

from sandbox import clock
from sandbox.errors import Json, Refusal
from sandbox.gitlab import quick_actions
from sandbox.gitlab.records import Issue, Project
from sandbox.gitlab.tracker import LONGEST_DESCRIPTION, LONGEST_TITLE, Tracker


def create(tracker: Tracker, project: Project, wish: Json, author: Json) -> Issue:
    """Open an issue; each call makes a new one."""
    _check(wish, new=True)
    parsed = quick_actions.parse(wish.get("description") or "")
    issue = tracker.add_issue(project, wish["title"], parsed.text, author)
    _set_fields(tracker, issue, wish)
    quick_actions.run(tracker, issue, parsed.commands, author)
    return issue


def update(tracker: Tracker, issue: Issue, wish: Json, actor: Json) -> None:
    """Change an issue; there is no protection against concurrent changes."""
    _check(wish, new=False)
    parsed = None
    issue.title = wish.get("title", issue.title)
    if "description" in wish:
        parsed = quick_actions.parse(wish["description"] or "")
        issue.description = parsed.text
    _set_fields(tracker, issue, wish)
    if wish.get("state_event") in ("close", "reopen"):
        issue.set_state("closed" if wish["state_event"] == "close" else "opened", actor)
    if parsed:
        quick_actions.run(tracker, issue, parsed.commands, actor)
    issue.updated_at = clock.now()


def add_note(tracker: Tracker, issue: Issue, wish: Json, author: Json) -> tuple[Json, int]:
    """Add a note; one that holds only quick actions runs them and leaves no note."""
    body = wish.get("body")
    if not isinstance(body, str) or not body.strip():
        raise Refusal(400, {"error": "body is missing"} if body is None else {"error": "body is empty"})
    if len(body) > LONGEST_DESCRIPTION:
        raise Refusal(400, {"message": {"note": ["is too long (maximum is 1000000 characters)"]}})
    parsed = quick_actions.parse(body)
    changes = quick_actions.run(tracker, issue, parsed.commands, author)
    issue.updated_at = clock.now()
    if parsed.commands and not parsed.text:
        return {"commands_changes": changes, "summary": [f"Ran {name}" for name, _ in parsed.commands]}, 202
    note = tracker.add_note(issue, parsed.text, author)
    return note | {"commands_changes": changes}, 201


def _check(wish: Json, *, new: bool) -> None:
    title, description = wish.get("title"), wish.get("description")
    if new and title is None:
        raise Refusal(400, {"error": "title is missing"})
    if title is not None and (not isinstance(title, str) or not title.strip()):
        raise Refusal(400, {"message": {"title": ["can't be blank"]}})
    if title and len(title) > LONGEST_TITLE:
        raise Refusal(400, {"message": {"title": [f"is too long (maximum is {LONGEST_TITLE} characters)"]}})
    if description is not None and not isinstance(description, str):
        raise Refusal(400, {"error": "description is invalid"})
    if description and len(description) > LONGEST_DESCRIPTION:
        words = f"is too long (maximum is {LONGEST_DESCRIPTION} characters)"
        raise Refusal(400, {"message": {"description": [words]}})


def _names(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else list(value or [])
    return [part.strip() for part in parts if part.strip()]


def _set_fields(tracker: Tracker, issue: Issue, wish: Json) -> None:
    labels = set(_names(wish["labels"]) if "labels" in wish else issue.labels)
    labels = (labels | set(_names(wish.get("add_labels")))) - set(_names(wish.get("remove_labels")))
    for label in labels:
        tracker.add_label(issue.project, label)
    issue.labels = sorted(labels)
    ids = wish.get("assignee_ids", [wish["assignee_id"]] if "assignee_id" in wish else None)
    if ids is not None:
        by_id = {str(user["id"]): user for user in tracker.users.values()}
        issue.assign(by_id[key] for key in dict.fromkeys(map(str, ids)) if key in by_id)
    issue.confidential = bool(wish.get("confidential", issue.confidential))
    issue.due_date = wish.get("due_date", issue.due_date)
