"""Wire the sandbox together."""

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from sandbox.control import control
from sandbox.errors import Refusal
from sandbox.gate import Gate
from sandbox.gitlab.pages import pages as gitlab_pages
from sandbox.gitlab.routes import gitlab
from sandbox.pagerduty.pages import pages as pagerduty_pages
from sandbox.pagerduty.routes import pagerduty
from sandbox.slack.pages import pages as slack_pages
from sandbox.slack.routes import slack
from sandbox.workspace.routes import workspace
from sandbox.world import World
from sandbox.zendesk.routes import zendesk


def create_sandbox(backend_url: str = "http://127.0.0.1:8000", base_url: str = "http://localhost") -> Flask:
    """Make the application, seeded; `base_url` is where clients will reach it."""
    app = Flask("sandbox", static_folder=None, template_folder="workspace/templates")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    world = World(backend_url.rstrip("/"))
    world.open(base_url)
    app.extensions["sandbox"] = world
    for blueprint in (
        control,
        workspace,
        zendesk,
        pagerduty,
        pagerduty_pages,
        gitlab,
        gitlab_pages,
        slack,
        slack_pages,
    ):
        app.register_blueprint(blueprint)
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(HTTPException, _http_error)
    app.wsgi_app = Gate(app.wsgi_app, world)  # type: ignore[method-assign]
    return app


def _refuse(refusal: Refusal) -> Response:
    if isinstance(refusal.body, str):
        return Response(refusal.body, refusal.status, refusal.headers, mimetype="text/plain")
    return Response(json.dumps(refusal.body), refusal.status, refusal.headers, mimetype="application/json")


def _http_error(error: HTTPException) -> Response:
    """Answer unknown paths and methods in the words of the vendor asked."""
    status = error.code or 500
    if request.path.startswith("/pagerduty"):
        body: object = {"error": {"message": error.name, "code": 2100 if status == 404 else 2000}}
    elif request.path.startswith("/gitlab/api"):
        body = {"message": f"{status} {error.name}"}
    elif request.path.startswith("/slack/api"):
        status, body = 200, {"ok": False, "error": "unknown_method"}
    elif request.path.startswith("/api/v2") and status == 404:
        body = {"error": "InvalidEndpoint", "description": "Not found"}
    else:
        body = {"error": {"code": error.name.lower().replace(" ", "_"), "message": error.description}}
    return Response(json.dumps(body), status, mimetype="application/json")
