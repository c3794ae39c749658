"""Make GitLab issues as other tools and people would."""

from flask import Blueprint, Response, jsonify

from sandbox import clock
from sandbox.control import read
from sandbox.world import this_world

issues = Blueprint("control_issues", __name__)


@issues.post("/issues")
def make_issue() -> tuple[Response, int]:
    """Make an issue, its users and labels; updated_at is now whatever created_at says."""
    wish, tracker = read.body(), this_world().tracker
    read.only(wish, "project", "title", "description", "labels", "state", "created_at", "author", "assignee")
    project = tracker.project(read.choice(wish, "project", tuple(item.key for item in tracker.projects.values())))
    author = tracker.user(read.text(wish, "author", tracker.bot["username"]))
    title, description = read.text(wish, "title"), read.text(wish, "description", "")
    state = read.choice(wish, "state", ("opened", "closed"), "opened")
    labels, created_at = read.strings(wish, "labels"), read.moment(wish, "created_at")
    issue = tracker.add_issue(project, title, description, author, created_at=created_at)
    issue.labels = sorted({tracker.add_label(project, label)["name"] for label in labels})
    if wish.get("assignee"):
        issue.assignees = [tracker.user(read.text(wish, "assignee"))]
    if state == "closed":
        issue.set_state("closed", author)
    return jsonify({"iid": issue.iid}), 201


@issues.post("/issues/<key>/<int:iid>/notes")
def make_note(key: str, iid: int) -> tuple[Response, int]:
    """Add a note as a person would, without running it."""
    wish, tracker = read.body(), this_world().tracker
    read.only(wish, "body", "author")
    issue = tracker.issue(tracker.project(key), iid)
    note = tracker.add_note(issue, read.text(wish, "body"), tracker.user(read.text(wish, "author", "someone")))
    issue.updated_at = clock.now()
    return jsonify({"id": note["id"]}), 201


@issues.patch("/issues/<key>/<int:iid>")
def change_issue(key: str, iid: int) -> Response:
    """Change an issue's state, labels or assignee as a person would."""
    wish, tracker = read.body(), this_world().tracker
    read.only(wish, "state", "labels", "assignee")
    issue = tracker.issue(tracker.project(key), iid)
    if "state" in wish:
        issue.set_state(read.choice(wish, "state", ("opened", "closed")), tracker.bot)
    if "labels" in wish:
        names = read.strings(wish, "labels")
        issue.labels = sorted({tracker.add_label(issue.project, name)["name"] for name in names})
    if "assignee" in wish:
        issue.assignees = [tracker.user(read.text(wish, "assignee"))] if wish["assignee"] else []
    issue.updated_at = clock.now()
    return jsonify({"iid": iid})


@issues.delete("/issues/<key>/<int:iid>")
def delete_issue(key: str, iid: int) -> tuple[str, int]:
    """Delete an issue."""
    tracker = this_world().tracker
    project = tracker.project(key)
    del project.issues[tracker.issue(project, iid).iid]
    return "", 204
