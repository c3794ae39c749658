"""GitLab's REST endpoints: parse, call, answer."""

import re

from flask import Blueprint, Response, jsonify, request

from sandbox.environment import GITLAB_READ_TOKEN, GITLAB_TOKEN
from sandbox.errors import Json, Refusal
from sandbox.gitlab import changes, query, shapes
from sandbox.gitlab.people import people
from sandbox.gitlab.places import project_of, tracker_of
from sandbox.gitlab.records import Issue

gitlab = Blueprint("gitlab", __name__, url_prefix="/gitlab/api/v4")
gitlab.register_blueprint(people)
SCOPES = {GITLAB_TOKEN: ["api"], GITLAB_READ_TOKEN: ["read_api"]}
ISSUE = "/projects/<path:key>/issues/<iid>"


@gitlab.before_request
def authenticate() -> None:
    """Let only the bot's tokens in, in either header form; the read-only one only reads."""
    token = _token()
    if token not in SCOPES:
        raise Refusal(401, {"message": "401 Unauthorized"})
    if SCOPES[token] == ["read_api"] and request.method != "GET":
        raise Refusal(403, {"error": "insufficient_scope", "scope": "api"})


def _token() -> str:
    headers = request.headers
    return headers.get("PRIVATE-TOKEN") or headers.get("Authorization", "").removeprefix("Bearer ")


def _issue(key: str, iid: str) -> Issue:
    return tracker_of().issue(project_of(key), iid)


def _wish() -> Json:
    """Return the fields of a write, sent as JSON, form or query."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {**request.args.to_dict(), **request.form.to_dict()}


@gitlab.get("/projects/<path:key>")
def showproject_of(key: str) -> Response:
    """Show a project."""
    return jsonify(shapes.project(tracker_of(), project_of(key)))


@gitlab.get("/projects/<path:key>/issues")
def list_issues(key: str) -> Response:
    """List a project's issues."""
    return query.paged([shapes.issue(tracker_of(), issue) for issue in query.issues(project_of(key))])


@gitlab.post("/projects/<path:key>/issues")
def create_issue(key: str) -> tuple[Response, int]:
    """Open an issue as the bot."""
    issue = changes.create(tracker_of(), project_of(key), _wish(), tracker_of().bot)
    return jsonify(shapes.issue(tracker_of(), issue)), 201


@gitlab.get(ISSUE)
def show_issue(key: str, iid: str) -> Response:
    """Show an issue."""
    return jsonify(shapes.issue(tracker_of(), _issue(key, iid)))


@gitlab.put(ISSUE)
def update_issue(key: str, iid: str) -> Response:
    """Change an issue."""
    issue, wish = _issue(key, iid), _wish()
    if not wish:
        raise Refusal(400, {"error": "at least one parameter must be provided"})
    changes.update(tracker_of(), issue, wish, tracker_of().bot)
    return jsonify(shapes.issue(tracker_of(), issue))


@gitlab.get(f"{ISSUE}/notes")
def list_notes(key: str, iid: str) -> Response:
    """List an issue's notes, newest first unless asked otherwise."""
    notes = sorted(_issue(key, iid).notes, key=lambda note: (note["created_at"], note["id"]))
    return query.paged(notes if request.args.get("sort") == "asc" else notes[::-1])


@gitlab.post(f"{ISSUE}/notes")
def add_note(key: str, iid: str) -> tuple[Response, int]:
    """Add a note as the bot; sending it twice makes two."""
    answer, status = changes.add_note(tracker_of(), _issue(key, iid), _wish(), tracker_of().bot)
    return jsonify(answer), status


@gitlab.get(f"{ISSUE}/notes/<int:note_id>")
def show_note(key: str, iid: str, note_id: int) -> Response:
    """Show a note."""
    found = next((note for note in _issue(key, iid).notes if note["id"] == note_id), None)
    if found is None:
        raise Refusal(404, {"message": "404 Note Not Found"})
    return jsonify(found)


@gitlab.get(f"{ISSUE}/discussions")
def list_discussions(key: str, iid: str) -> Response:
    """List an issue's discussions; each note stands alone."""
    notes = _issue(key, iid).notes
    return query.paged([{"id": f"{note['id']:040x}", "individual_note": True, "notes": [note]} for note in notes])


@gitlab.get(f"{ISSUE}/links")
def list_links(key: str, iid: str) -> Response:
    """List the issues that an issue is linked to."""
    return jsonify(_issue(key, iid).links)


@gitlab.post(f"{ISSUE}/links")
def add_link(key: str, iid: str) -> tuple[Response, int]:
    """Link two issues, in both directions; a second link is refused."""
    tracker, wish, source = tracker_of(), _wish(), _issue(key, iid)
    target = _issue(str(wish.get("target_project_id", "")), str(wish.get("target_issue_iid", "")))
    if any(link["id"] == target.id for link in source.links):
        raise Refusal(409, {"message": "Issue(s) already assigned"})
    kind, number = wish.get("link_type", "relates_to"), tracker.next_id()
    for one, other in ((source, target), (target, source)):
        one.links.append(shapes.issue(tracker, other) | {"issue_link_id": number, "link_type": kind})
    pair = {"source_issue": shapes.issue(tracker, source), "target_issue": shapes.issue(tracker, target)}
    return jsonify(pair | {"link_type": kind}), 201


@gitlab.post(f"{ISSUE}/award_emoji")
def add_emoji(key: str, iid: str) -> tuple[Response, int]:
    """Accept a reaction; it is answered, not kept."""
    name = _wish().get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[\w+-]+", name):
        raise Refusal(400, {"error": "name is missing"})
    award = {"id": tracker_of().next_id(), "name": name, "user": tracker_of().bot, "awardable_type": "Issue"}
    return jsonify(award | {"awardable_id": _issue(key, iid).id}), 201


@gitlab.get("/projects/<path:key>/labels")
def list_labels(key: str) -> Response:
    """List a project's labels."""
    return query.paged(list(project_of(key).labels.values()))


@gitlab.post("/projects/<path:key>/labels")
def add_label(key: str) -> tuple[Response, int]:
    """Make a label; a second one of the same name is refused."""
    project, wish = project_of(key), _wish()
    if not wish.get("name"):
        raise Refusal(400, {"error": "name is missing"})
    if wish["name"] in project.labels:
        raise Refusal(409, {"message": "Label already exists"})
    return jsonify(tracker_of().add_label(project, wish["name"], wish.get("color", "#6699cc"))), 201


@gitlab.get("/personal_access_tokens/self")
def show_token() -> Response:
    """Show the token that asks."""
    return jsonify(
        {"id": 1, "name": "on-call", "scopes": SCOPES[_token()], "active": True, "revoked": False, "expires_at": None}
    )


@gitlab.get("/user")
def show_bot() -> Response:
    """Show the user behind the token."""
    return jsonify(tracker_of().bot | {"bot": True})
