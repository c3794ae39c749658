"""The workspace's pages and what its own script asks for; nothing here is vendor traffic."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as Redirect

from sandbox.environment import APP_ID, INSTALLATION_ID, SUBDOMAIN
from sandbox.errors import Json, bad_control
from sandbox.workspace import model, zaf_sdk
from sandbox.world import World, this_world
from sandbox.zendesk import macros, tickets
from sandbox.zendesk.signer import LIFETIME_SECONDS

workspace = Blueprint("workspace", __name__)
ROOT = Path(str(files("sandbox"))).parent
APP_GUID = "5a0d6c1e-9a77-4b53-8a53-0c5b6f1b9e01"


def _agent(world: World) -> Json:
    """Return who sits at the workspace: ?as=, else the first manager."""
    asked = request.args.get("as", type=int)
    known = model.agents(world.desk)
    chosen = next((agent for agent in known if agent["id"] == asked), None)
    return chosen or next(agent for agent in known if agent["product_role"] == "manager")


def _token(world: World, agent: Json, ticket_id: int | None) -> str:
    return world.signer.token(world.base_url, agent["id"], ticket_id, LIFETIME_SECONDS)


@workspace.get("/")
def first_ticket() -> Redirect:
    """Open the first ticket."""
    return redirect(f"/agent/tickets/{next(iter(this_world().desk.stories))}")


@workspace.get("/agent/tickets/<int:ticket_id>")
def ticket_page(ticket_id: int) -> Response:
    """Show a ticket with the panel in its sidebar."""
    world = this_world()
    ticket, agent = model.ticket(world.desk, ticket_id), _agent(world)
    state = {
        "ticket": ticket,
        "agent": model.person(world.desk, agent["id"]),
        "macros": [{"id": item["id"], "title": item["title"]} for item in world.desk.macros.values() if item["active"]],
        "apiToken": world.tokens.for_workspace(),
        "app": _app(world),
    }
    page = render_template(
        "workspace.html",
        state=state,
        ticket=ticket,
        agent=agent,
        agents=model.agents(world.desk),
        tickets=[(item, world.desk.stories.get(item["id"], item["subject"])) for item in world.desk.tickets.values()],
        forms=world.desk.forms.values(),
        priorities=tickets.PRIORITIES,
        statuses=tickets.STATUSES,
        scheme="dark" if request.args.get("scheme") == "dark" else "light",
        width=request.args.get("width", default=320, type=int),
        token=_token(world, agent, ticket_id),
        sidebar=f"{world.backend_url}/sidebar?origin={request.host_url.rstrip('/')}&app_guid={APP_GUID}",
    )
    return _guarded(page)


@workspace.get("/agent/apps/board")
def board_page() -> Response:
    """Show the shift board, which has the whole page beside the rail."""
    world = this_world()
    agent = _agent(world)
    state = {"agent": model.person(world.desk, agent["id"]), "app": _app(world)}
    page = render_template(
        "board.html",
        state=state,
        scheme="dark" if request.args.get("scheme") == "dark" else "light",
        token=_token(world, agent, None),
        address=f"{world.backend_url}/board?origin={request.host_url.rstrip('/')}&app_guid={APP_GUID}",
    )
    return _guarded(page)


def _app(world: World) -> Json:
    return {
        "guid": APP_GUID,
        "appId": APP_ID,
        "installationId": INSTALLATION_ID,
        "subdomain": SUBDOMAIN,
        "backend": world.backend_url,
    }


def _guarded(page: str) -> Response:
    """Answer a page of ours. Hostile seeds are shown there: even if escaping failed, no script but ours would run."""
    # Half a character, which JSON may carry, is shown as a question mark: UTF-8 has no bytes for it.
    answer = Response(page.encode(errors="replace"))
    answer.headers["Content-Security-Policy"] = (
        "default-src 'self'; connect-src *; frame-src *; object-src 'none'; base-uri 'none'; img-src 'self' data:"
    )
    return answer


@workspace.get("/_workspace/static/<path:name>")
def static_file(name: str) -> Response:
    """Serve the page's script and style."""
    return send_from_directory(ROOT / "sandbox" / "workspace" / "static", name)


@workspace.get("/zaf_sdk/2.0/zaf_sdk.min.js")
def sdk() -> Response:
    """Serve the ZAF SDK to the panel."""
    folder = zaf_sdk.locate(ROOT)
    if folder is None:
        words = f"The SDK is not installed: run npm ci in zendesk_app ({zaf_sdk.PACKAGE} is missing).\n"
        return Response(words, 404, mimetype="text/plain")
    return Response(zaf_sdk.bundle(folder), mimetype="text/javascript")


@workspace.get("/_workspace/tickets/<int:ticket_id>")
def ticket_state(ticket_id: int) -> Response:
    """Answer the page's polling: the ticket if it changed since the stamp it knows, else 204."""
    desk = this_world().desk
    if desk.ticket(ticket_id)["updated_at"] == request.args.get("known"):
        return Response(status=204)
    return jsonify(model.ticket(desk, ticket_id))


@workspace.get("/_workspace/tickets/<int:ticket_id>/token")
def fresh_token(ticket_id: int) -> Response:
    """Sign a token for a panel that is loaded again."""
    world = this_world()
    return jsonify({"token": _token(world, _agent(world), ticket_id)})


@workspace.get("/_workspace/tickets/<int:ticket_id>/macros/<int:macro_id>")
def macro_preview(ticket_id: int, macro_id: int) -> Response:
    """Tell the page what a macro puts into the draft."""
    world = this_world()
    desk, actor = world.desk, world.desk.users[_agent(world)["id"]]
    after = macros.preview(desk, desk.find(desk.macros, macro_id), desk.ticket(ticket_id), actor)["ticket"]
    return jsonify(after)


@workspace.post("/_workspace/tickets/<int:ticket_id>")
def submit(ticket_id: int) -> Response:
    """Save an agent's draft: a person's doing, so no effect of the product."""
    world, wish = this_world(), request.get_json(silent=True)
    if not isinstance(wish, dict):
        raise bad_control("the body must be a JSON object")
    actor = world.desk.users[_agent(world)["id"]]
    comment: Any = wish.get("comment")
    if comment:
        wish["comment"] = comment | {"channel": "web"}
    tickets.update(world.desk, world.desk.ticket(ticket_id), wish, actor)
    return jsonify(model.ticket(world.desk, ticket_id))
