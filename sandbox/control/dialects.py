"""Choose which of a vendor's documented forms is spoken."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.world import this_world
from sandbox.zendesk.filler import fill

dialects = Blueprint("control_dialects", __name__)


@dialects.get("/dialects")
def list_dialects() -> Response:
    """List each dialect with its choices and what is spoken now."""
    return jsonify(this_world().dialects.listing())


@dialects.post("/dialects")
def choose_dialects() -> Response:
    """Take a flat object of names and values; the others stay."""
    world = this_world()
    world.dialects.choose(read.body())
    fill(world.desk, world.dialects["zendesk_list_length"] == "250")
    return jsonify(world.dialects.values())
