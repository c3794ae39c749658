"""GitLab's REST endpoints: parse, call, answer."""

from flask import Blueprint, Response, jsonify, request

from sandbox.environment import GITLAB_READ_TOKEN, GITLAB_TOKEN
from sandbox.errors import Refusal
from sandbox.gitlab import changes, query, shapes
from sandbox.gitlab.people import people
from sandbox.gitlab.places import ISSUE, issue_of, project_of, tracker_of, wished
from sandbox.gitlab.talk import talk

gitlab = Blueprint("gitlab", __name__, url_prefix="/gitlab/api/v4")
gitlab.register_blueprint(people)
gitlab.register_blueprint(talk)
SCOPES = {GITLAB_TOKEN: ["api"], GITLAB_READ_TOKEN: ["read_api"]}


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
    issue = changes.create(tracker_of(), project_of(key), wished(), tracker_of().bot)
    return jsonify(shapes.issue(tracker_of(), issue)), 201


@gitlab.get(ISSUE)
def show_issue(key: str, iid: str) -> Response:
    """Show an issue."""
    return jsonify(shapes.issue(tracker_of(), issue_of(key, iid)))


@gitlab.put(ISSUE)
def update_issue(key: str, iid: str) -> Response:
    """Change an issue."""
    issue, wish = issue_of(key, iid), wished()
    if not wish:
        raise Refusal(400, {"error": "at least one parameter must be provided"})
    changes.update(tracker_of(), issue, wish, tracker_of().bot)
    return jsonify(shapes.issue(tracker_of(), issue))


@gitlab.get("/projects/<path:key>/labels")
def list_labels(key: str) -> Response:
    """List a project's labels."""
    return query.paged(list(project_of(key).labels.values()))


@gitlab.post("/projects/<path:key>/labels")
def add_label(key: str) -> tuple[Response, int]:
    """Make a label; a second one of the same name is refused."""
    project, wish = project_of(key), wished()
    if not wish.get("name"):
        raise Refusal(400, {"error": "name is missing"})
    if wish["name"] in project.labels:
        raise Refusal(409, {"message": "Label already exists"})
    return jsonify(tracker_of().add_label(project, wish["name"], wish.get("color", "#6699cc"))), 201


@gitlab.get("/personal_access_tokens/self")
def show_token() -> Response:
    """Show the token that asks."""
    owner = {"user_id": tracker_of().bot["id"], "created_at": "2026-01-05T09:00:00.000Z", "last_used_at": None}
    state = {"scopes": SCOPES[_token()], "active": True, "revoked": False, "expires_at": None}
    return jsonify({"id": 1, "name": "on-call", "description": None} | owner | state)


@gitlab.get("/user")
def show_bot() -> Response:
    """Show the user behind the token."""
    return jsonify(tracker_of().bot | {"bot": True})
