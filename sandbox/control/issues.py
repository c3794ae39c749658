"""Make GitLab issues as other tools and people would."""

from flask import Blueprint, Response, jsonify

from sandbox import clock
from sandbox.control import read
from sandbox.control.projects import project_named
from sandbox.errors import Json
from sandbox.gitlab.records import Issue
from sandbox.world import this_world

issues = Blueprint("control_issues", __name__)
PEOPLE = ("assignee", "assignees")
ELSEWHERE = ("moved_to_id", "duplicated_to_id")


@issues.post("/issues")
def make_issue() -> tuple[Response, int]:
    """Make an issue, its users and labels; updated_at is now whatever created_at says."""
    wish, tracker = read.body(), this_world().tracker
    read.only(wish, "project", "title", "description", "labels", "state", "created_at", "author", *PEOPLE)
    project = project_named(read.text(wish, "project"))
    author = tracker.user(read.text(wish, "author", tracker.bot["username"]))
    title, description = read.text(wish, "title"), read.text(wish, "description", "")
    state = read.choice(wish, "state", ("opened", "closed"), "opened")
    labels, created_at = read.strings(wish, "labels"), read.moment(wish, "created_at")
    issue = tracker.add_issue(project, title, description, author, created_at=created_at)
    issue.labels = sorted({tracker.add_label(project, label)["name"] for label in labels})
    _assign(issue, wish)
    if state == "closed":
        issue.set_state("closed", author)
    return jsonify({"iid": issue.iid, "id": issue.id}), 201


@issues.get("/issues")
def list_issues() -> Response:
    """List the issues of all projects."""
    return jsonify(
        [
            {"project": project.key, "iid": issue.iid, "title": issue.title, "state": issue.state,
             "labels": issue.labels, "assignees": [user["username"] for user in issue.assignees],
             "moved_to_id": issue.moved_to_id, "duplicated_to_id": issue.duplicated_to_id}
            for project in this_world().tracker.projects.values()
            for issue in project.issues.values()
        ]
    )  # fmt: skip


@issues.post("/issues/<key>/<int:iid>/notes")
def make_note(key: str, iid: int) -> tuple[Response, int]:
    """Add a note as a person would, without running it."""
    wish, tracker = read.body(), this_world().tracker
    read.only(wish, "body", "author")
    issue = tracker.issue(project_named(key), iid)
    note = tracker.add_note(issue, read.text(wish, "body"), tracker.user(read.text(wish, "author", "someone")))
    issue.updated_at = clock.now()
    return jsonify({"id": note["id"]}), 201


@issues.patch("/issues/<key>/<int:iid>")
def change_issue(key: str, iid: int) -> Response:
    """Change an issue's state, labels, assignees as a person would; one moved or found to be a duplicate is closed."""
    wish, tracker = read.body(), this_world().tracker
    read.only(wish, "state", "labels", *PEOPLE, *ELSEWHERE)
    issue = tracker.issue(project_named(key), iid)
    elsewhere = {name: read.whole(wish, name) for name in ELSEWHERE if wish.get(name) is not None}
    state = read.choice(wish, "state", ("opened", "closed"), "closed" if elsewhere else issue.state)
    labels = read.strings(wish, "labels")
    _assign(issue, wish)
    for name in ELSEWHERE:
        if name in wish:
            setattr(issue, name, elsewhere.get(name))
    if elsewhere.get("moved_to_id"):
        _note_move(issue, elsewhere["moved_to_id"])
    if state != issue.state:
        issue.set_state(state, tracker.bot)
    if "labels" in wish:
        issue.labels = sorted({tracker.add_label(issue.project, name)["name"] for name in labels})
    issue.updated_at = clock.now()
    return jsonify({"iid": iid})


def _note_move(issue: Issue, number: int) -> None:
    """Add GitLab's own note about a move; it leaves out of the other project's path what both have in common."""
    tracker = this_world().tracker
    found = next(
        (other for each in tracker.projects.values() for other in each.issues.values() if other.id == number), None
    )
    if found is None:
        return
    group, _, name = found.project.path.rpartition("/")
    path = name if group == issue.project.path.rpartition("/")[0] else found.project.path
    words = f"moved to {'' if found.project is issue.project else path}#{found.iid}"
    tracker.add_note(issue, words, tracker.bot)["system"] = True


def _assign(issue: Issue, wish: Json) -> None:
    """Replace the assignees by `assignees` or by the one `assignee`; unknown users are made."""
    names = read.strings(wish, "assignees")
    if wish.get("assignee"):
        names = [read.text(wish, "assignee"), *names]
    if any(name in wish for name in PEOPLE):
        issue.assignees = [this_world().tracker.user(name) for name in dict.fromkeys(names)]


@issues.delete("/issues/<key>/<int:iid>")
def delete_issue(key: str, iid: int) -> Response:
    """Delete an issue; GitLab sends no event of it."""
    project = project_named(key)
    del project.issues[this_world().tracker.issue(project, iid).iid]
    return jsonify({"iid": iid})
