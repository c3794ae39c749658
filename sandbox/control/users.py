"""Change an agent as an administrator of the account would."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.errors import bad_control
from sandbox.world import this_world
from sandbox.zendesk.people import product_role

users = Blueprint("control_users", __name__)


@users.patch("/users/<int:user_id>")
def change_user(user_id: int) -> Response:
    """Change what a user is and sees: `groups` (by name) replaces the memberships, the rest replaces fields."""
    wish, desk = read.body(), this_world().desk
    read.only(wish, "groups", "role", "custom_role_id", "ticket_restriction", "organization_id", "suspended", "active")
    user = desk.find(desk.users, user_id)
    if "groups" in wish:
        ids = {group["name"]: key for key, group in desk.groups.items()}
        names = read.strings(wish, "groups")
        if unknown := sorted(set(names) - set(ids)):
            raise bad_control(f"there are no groups {', '.join(unknown)}")
        desk.memberships[:] = [membership for membership in desk.memberships if membership["user_id"] != user_id] + [
            {"id": desk.next_id(), "user_id": user_id, "group_id": ids[name], "default": not number}
            for number, name in enumerate(names)
        ]
    if "custom_role_id" in wish:
        role = desk.custom_roles.get(wish["custom_role_id"])
        user["role_type"] = role["role_type"] if role else None
    user |= {key: value for key, value in wish.items() if key != "groups"}
    return jsonify({"id": user_id, "product_role": product_role(desk, user)})
