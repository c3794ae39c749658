"""Zendesk's REST endpoints about macros: parse, call, answer."""

from flask import Blueprint, Response, jsonify, request

from sandbox.world import this_world
from sandbox.zendesk import macros, preview_shape
from sandbox.zendesk.desk import not_found
from sandbox.zendesk.views import page_of

macro_routes = Blueprint("zendesk_macros", __name__)


@macro_routes.get("/api/v2/macros")
@macro_routes.get("/api/v2/macros/active")
@macro_routes.get("/api/v2/macros/search")
def list_macros() -> Response:
    """List the macros of the user who asks: all, the active ones, or those whose title holds the query."""
    desk = this_world().desk
    user, access = desk.service_user, request.args.get("access")
    offered = macros.viewable_by if request.args.get("only_viewable") == "true" else macros.usable_by
    found = [
        macro for macro in desk.macros.values() if offered(desk, macro, user) and macros.has_access(macro, access, user)
    ]
    query = request.args.get("query", "").casefold()
    if request.path.endswith("/search"):
        found = [macro for macro in found if query in macro["title"].casefold()]
    if request.path.endswith("/active") or request.args.get("active") == "true":
        found = [macro for macro in found if macro["active"]]
    return jsonify(page_of("macros", found, this_world().desk))


@macro_routes.get("/api/v2/macros/<int:macro_id>")
def show_macro(macro_id: int) -> Response:
    """Show a macro."""
    return jsonify({"macro": this_world().desk.find(this_world().desk.macros, macro_id)})


@macro_routes.get("/api/v2/macros/<int:macro_id>/attachments")
def list_macro_attachments(macro_id: int) -> Response:
    """List the files that come with a macro."""
    desk = this_world().desk
    return jsonify({"macro_attachments": preview_shape.attachments(desk, desk.find(desk.macros, macro_id))})


@macro_routes.get("/api/v2/tickets/<int:ticket_id>/macros/<int:macro_id>/apply")
def preview_macro(ticket_id: int, macro_id: int) -> Response:
    """Show what a macro would do; nothing is written."""
    desk = this_world().desk
    ticket, macro = desk.ticket(ticket_id), desk.find(desk.macros, macro_id)
    if not (macro["active"] and macros.usable_by(desk, macro, desk.service_user)):
        raise not_found()
    return jsonify({"result": macros.preview(desk, macro, ticket, desk.service_user)})
