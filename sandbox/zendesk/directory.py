"""Zendesk's REST endpoints about people and the account's setup."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from sandbox.errors import Json
from sandbox.world import this_world
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.typed import shown_field
from sandbox.zendesk.views import includes, organization_view, page_of

directory = Blueprint("zendesk_directory", __name__)
# Name of a collection in the path, and the key of one of its records.
COLLECTIONS = {
    "groups": "group",
    "organizations": "organization",
    "custom_roles": "custom_role",
    "ticket_forms": "ticket_form",
    "ticket_fields": "ticket_field",
    "brands": "brand",
    "organization_fields": "organization_field",
}


SHAPES: dict[str, Callable[[Desk, Json], Json]] = {
    "organizations": organization_view,
    "ticket_fields": shown_field,
    "organization_fields": shown_field,
}


def _records(desk: Desk, name: str) -> dict[int, Json]:
    stores = {
        "groups": desk.groups,
        "organizations": desk.organizations,
        "custom_roles": desk.custom_roles,
        "ticket_forms": desk.forms,
        "ticket_fields": desk.fields,
        "brands": desk.brands,
        "organization_fields": desk.organization_fields,
    }
    return stores[name]


def _shown(desk: Desk, name: str, record: Json) -> Json:
    return SHAPES[name](desk, record) if name in SHAPES else record


def _user_answer(desk: Desk, user: Json) -> Response:
    answer: Json = {"user": user}
    if "groups" in includes():
        ids = {item["group_id"] for item in desk.memberships if item["user_id"] == user["id"]}
        answer["groups"] = [desk.groups[key] for key in sorted(ids)]
    if "roles" in includes():
        role = desk.custom_roles.get(user["custom_role_id"])
        answer["roles"] = [role] if role else []
    if "organizations" in includes():
        organization = desk.organizations.get(user["organization_id"])
        answer["organizations"] = [organization_view(desk, organization)] if organization else []
    return jsonify(answer)


@directory.get("/api/v2/users")
def list_users() -> Response:
    """List users, of a role or of a custom role when asked."""
    desk, role, custom = this_world().desk, request.args.get("role"), request.args.get("permission_set")
    found = [
        user
        for user in desk.users.values()
        if (role is None or user["role"] == role) and (custom is None or str(user["custom_role_id"]) == custom)
    ]
    return jsonify(page_of("users", found, desk))


@directory.get("/api/v2/groups/<int:group_id>/users")
def list_group_users(group_id: int) -> Response:
    """List a group's users."""
    desk = this_world().desk
    desk.find(desk.groups, group_id)
    ids = {item["user_id"] for item in desk.memberships if item["group_id"] == group_id}
    return jsonify(page_of("users", [user for key, user in desk.users.items() if key in ids], desk))


@directory.get("/api/v2/users/me")
def show_me() -> Response:
    """Show the service user."""
    desk = this_world().desk
    return _user_answer(desk, desk.users[desk.service_user_id])


@directory.get("/api/v2/users/<int:user_id>")
def show_user(user_id: int) -> Response:
    """Show a user."""
    desk = this_world().desk
    return _user_answer(desk, desk.find(desk.users, user_id))


@directory.get("/api/v2/users/<int:user_id>/group_memberships")
def list_memberships(user_id: int) -> Response:
    """List the groups that a user is in."""
    desk = this_world().desk
    desk.find(desk.users, user_id)
    mine = [item for item in desk.memberships if item["user_id"] == user_id]
    return jsonify(page_of("group_memberships", mine, desk))


@directory.get("/api/v2/users/<int:user_id>/groups")
def list_user_groups(user_id: int) -> Response:
    """List a user's groups themselves."""
    desk = this_world().desk
    desk.find(desk.users, user_id)
    ids = [item["group_id"] for item in desk.memberships if item["user_id"] == user_id]
    return jsonify(page_of("groups", [desk.groups[key] for key in ids], desk))


@directory.get(f"/api/v2/<any({', '.join(COLLECTIONS)}):name>")
def list_collection(name: str) -> Response:
    """List a small collection of the account."""
    desk = this_world().desk
    return jsonify(page_of(name, [_shown(desk, name, record) for record in _records(desk, name).values()], desk))


@directory.get(f"/api/v2/<any({', '.join(COLLECTIONS)}):name>/<int:record_id>")
def show_record(name: str, record_id: int) -> Response:
    """Show one record of a small collection."""
    desk = this_world().desk
    return jsonify({COLLECTIONS[name]: _shown(desk, name, desk.find(_records(desk, name), record_id))})
