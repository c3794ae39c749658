"""Zendesk's REST endpoints: parse, call, answer."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import clock
from sandbox.environment import APP_ID, INSTALLATION_ID
from sandbox.errors import Refusal
from sandbox.world import this_world
from sandbox.zendesk import tickets
from sandbox.zendesk.desk import not_found
from sandbox.zendesk.directory import directory
from sandbox.zendesk.macro_routes import macro_routes
from sandbox.zendesk.views import includes, page_of, ticket_answer, ticket_view

zendesk = Blueprint("zendesk", __name__)
zendesk.register_blueprint(directory)
zendesk.register_blueprint(macro_routes)
REQUESTS_PER_MINUTE = 700


@zendesk.before_request
def authenticate() -> None:
    """Let only live bearer tokens in; an app's key is for everybody."""
    if request.path.startswith("/api/v2") and request.endpoint != "zendesk.public_key":
        this_world().tokens.check(request.headers.get("Authorization"))


@zendesk.after_request
def show_limits(response: Response) -> Response:
    """Tell how much of the minute's allowance is left."""
    response.headers["X-Rate-Limit"] = response.headers["ratelimit-limit"] = str(REQUESTS_PER_MINUTE)
    left = str(max(0, REQUESTS_PER_MINUTE - this_world().record.count_this_minute("zendesk")))
    response.headers["X-Rate-Limit-Remaining"] = response.headers["ratelimit-remaining"] = left
    response.headers["ratelimit-reset"] = str(60 - clock.now().second)
    return response


def _payload() -> Any:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Refusal(400, {"error": "UnprocessableEntity", "description": "Request body is not valid JSON"})
    return body


@zendesk.post("/oauth/tokens")
def issue_token() -> tuple[Response, int]:
    """Issue a client-credentials token."""
    wish = request.get_json(silent=True) or request.form.to_dict()
    return jsonify(this_world().tokens.issue(wish)), 201


@zendesk.get("/api/v2/tickets/<int:ticket_id>")
def show_ticket(ticket_id: int) -> Response:
    """Show a ticket with sideloads."""
    return jsonify(ticket_answer(this_world().desk, this_world().desk.ticket(ticket_id), includes()))


@zendesk.put("/api/v2/tickets/<int:ticket_id>")
def update_ticket(ticket_id: int) -> Response:
    """Change a ticket."""
    ticket = this_world().desk.ticket(ticket_id)
    audit = tickets.update(this_world().desk, ticket, _payload().get("ticket"), this_world().desk.service_user)
    return jsonify({"ticket": ticket_view(this_world().desk, ticket), "audit": audit})


@zendesk.get("/api/v2/tickets/<int:ticket_id>/tags")
def list_tags(ticket_id: int) -> Response:
    """List a ticket's tags."""
    return jsonify({"tags": this_world().desk.ticket(ticket_id)["tags"]})


@zendesk.put("/api/v2/tickets/<int:ticket_id>/tags")
def add_tags(ticket_id: int) -> Response:
    """Add tags to a ticket."""
    return jsonify({"tags": tickets.add_tags(this_world().desk, this_world().desk.ticket(ticket_id), _payload())})


@zendesk.get("/api/v2/tickets/<int:ticket_id>/comments")
def list_comments(ticket_id: int) -> Response:
    """List a ticket's comments, oldest first unless asked otherwise."""
    desk = this_world().desk
    desk.ticket(ticket_id)
    thread = list(desk.comments[ticket_id])
    if request.args.get("sort", "").startswith("-") or request.args.get("sort_order") == "desc":
        thread.reverse()
    page = page_of("comments", thread, desk)
    if "users" in includes():
        authors = {comment["author_id"] for comment in page["comments"]}
        page["users"] = [desk.users[key] for key in sorted(authors & desk.users.keys())]
    return jsonify(page)


@zendesk.get("/api/v2/apps/installations/<int:installation_id>")
def show_installation(installation_id: int) -> Response:
    """Show the app's installation."""
    if installation_id != INSTALLATION_ID:
        raise not_found()
    moment = "2026-01-05T09:00:00Z"
    return jsonify({"id": INSTALLATION_ID, "app_id": APP_ID, "product": "support", "enabled": True, "settings": {},
                    "created_at": moment, "updated_at": moment})  # fmt: skip


@zendesk.get("/api/v2/apps/<int:app_id>/public_key")
@zendesk.get("/api/v2/apps/<int:app_id>/public_key.pem")
def public_key(app_id: int) -> Response:
    """Publish the key that signs the sidebar's tokens, as PEM or as a JSON string."""
    pem, dialects = this_world().signer.public_pem(), this_world().desk.dialects
    form, as_pem = dialects["zendesk_public_key"], request.path.endswith(".pem")
    if app_id != APP_ID or (as_pem and form == "json_string"):
        raise not_found()
    if as_pem or form == "pem":
        return Response(pem, content_type=dialects["zendesk_public_key_media_type"])
    return jsonify(pem)
