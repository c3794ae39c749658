"""Change a customer's organization: its tickets do not notice, as in Zendesk."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.world import this_world

organizations = Blueprint("control_organizations", __name__)


@organizations.patch("/organizations/<int:organization_id>")
def change_organization(organization_id: int) -> Response:
    """Merge fields into an organization's, replace its tags or name; `updated_at` of its tickets stays."""
    wish, desk = read.body(), this_world().desk
    read.only(wish, "organization_fields", "tags", "name")
    organization = desk.find(desk.organizations, organization_id)
    changes = {
        "organization_fields": organization["organization_fields"] | read.table(wish, "organization_fields"),
        "tags": read.strings(wish, "tags") if "tags" in wish else organization["tags"],
        "name": read.text(wish, "name", organization["name"]),
    }
    organization |= changes
    desk.touch(organization)
    return jsonify({"id": organization_id, "updated_at": organization["updated_at"]})
