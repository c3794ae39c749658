"""Hire agents: a load takes more than the seeds have."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.seeds.setup import GROUPS
from sandbox.world import this_world

agents = Blueprint("control_agents", __name__)


@agents.post("/agents")
def make_agent() -> tuple[Response, int]:
    """Make a plain agent of the group Support."""
    wish, desk = read.body(), this_world().desk
    read.only(wish, "name")
    group_id = next(key for key, name in GROUPS.items() if name == "Support")
    user = desk.add_user(read.text(wish, "name"), "agent", default_group_id=group_id)
    desk.memberships.append({"id": desk.next_id(), "user_id": user["id"], "group_id": group_id, "default": True})
    return jsonify({"id": user["id"]}), 201
