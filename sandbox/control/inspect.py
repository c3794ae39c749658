"""Look at the world, reset it, make it fail."""

from flask import Blueprint, Response, jsonify, request

from sandbox.control import read
from sandbox.errors import bad_control
from sandbox.world import this_world
from sandbox.zendesk.people import product_role
from sandbox.zendesk.signer import LIFETIME_SECONDS

inspect = Blueprint("control_inspect", __name__)


@inspect.post("/reset")
def reset() -> Response:
    """Return to the seeds; faults, effects and calls are forgotten."""
    this_world().reset()
    return jsonify({})


@inspect.get("/effects")
def effects() -> Response:
    """List committed writes, with `since` those after the first so many."""
    since = request.args.get("since", default=0, type=int)
    if since < 0:
        raise bad_control("since must be a whole number")
    return jsonify(this_world().record.effects(since))


@inspect.get("/calls")
def calls() -> Response:
    """List vendor requests."""
    return jsonify(this_world().record.calls())


@inspect.post("/faults")
def add_fault() -> tuple[Response, int]:
    """Ask for a failure."""
    return jsonify({"id": this_world().faults.add(read.body()).id}), 201


@inspect.get("/faults")
def list_faults() -> Response:
    """List failures and how often each fired."""
    return jsonify(this_world().faults.listing())


@inspect.delete("/faults")
def clear_faults() -> Response:
    """End all failures."""
    this_world().faults.clear()
    return jsonify({})


@inspect.get("/webhooks")
def deliveries() -> Response:
    """List the events sent, each with how often and with what answer."""
    sender = this_world().sender
    return jsonify(sender.listing() if sender else [])


@inspect.post("/webhooks")
def switch_webhooks() -> Response:
    """Send events of the changes from now on, or leave them out, as a vendor does that has a bad day."""
    wish, sender = read.body(), this_world().sender
    read.only(wish, "enabled")
    if not isinstance(wish.get("enabled"), bool):
        raise bad_control("enabled must be true or false")
    if sender:
        sender.enabled = wish["enabled"]
    return jsonify({"enabled": bool(sender and sender.enabled)})


@inspect.get("/token")
def token() -> Response:
    """Sign a sidebar token for a user; the ticket need not exist. `aud` and `iss` make one for somewhere else."""
    world = this_world()
    user_id = request.args.get("user_id", type=int)
    ticket_id = request.args.get("ticket_id", type=int)
    if user_id is None:
        raise bad_control("user_id must be a number")
    lifetime = request.args.get("exp_in", default=LIFETIME_SECONDS, type=int)
    elsewhere = {name: request.args[name] for name in ("aud", "iss") if name in request.args}
    return jsonify({"token": world.signer.token(world.base_url, user_id, ticket_id, lifetime, elsewhere)})


@inspect.post("/tokens/expire")
def expire_tokens() -> Response:
    """End all OAuth tokens, so that the next call gets a 401."""
    this_world().tokens.expire_all()
    return jsonify({})


@inspect.get("/users")
def users() -> Response:
    """List the account's agents and what each is to the product."""
    desk = this_world().desk
    agents = [user for user in desk.users.values() if user["role"] != "end-user"]
    agents = [user for user in agents if user["id"] != desk.service_user_id]
    return jsonify(
        [
            {key: user[key] for key in ("id", "name", "email", "role", "ticket_restriction")}
            | {"product_role": product_role(desk, user)}
            for user in agents
        ]
    )


@inspect.get("/stories")
def stories() -> Response:
    """List the seeded tickets and what each tells."""
    world = this_world()
    return jsonify(
        [
            {"id": key, "story": story, "url": f"{world.base_url}/agent/tickets/{key}"}
            for key, story in world.desk.stories.items()
        ]
    )
