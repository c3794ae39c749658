"""Limit one endpoint of a vendor."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.world import this_world

limits = Blueprint("control_limits", __name__)


@limits.post("/limits")
def add_limit() -> tuple[Response, int]:
    """Let an endpoint answer 429 until the limits are cleared."""
    return jsonify({"id": this_world().limits.add(read.body()).id}), 201


@limits.get("/limits")
def list_limits() -> Response:
    """List limits and how often each held something up."""
    return jsonify(this_world().limits.listing())


@limits.delete("/limits")
def clear_limits() -> Response:
    """End all limits."""
    this_world().limits.clear()
    return jsonify({})
