"""Make macros as an administrator would."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.errors import Json, bad_control
from sandbox.seeds.macros import as_macro
from sandbox.world import this_world

macros = Blueprint("control_macros", __name__)


@macros.post("/macros")
def make_macro() -> tuple[Response, int]:
    """Make a macro: shared with everybody unless its restriction names groups or a person."""
    wish, desk = read.body(), this_world().desk
    read.only(wish, "title", "actions", "restriction", "active")
    macro = as_macro(desk, desk.next_id(), read.text(wish, "title"), _actions(wish))
    macro |= {"restriction": _restriction(wish.get("restriction")), "active": read.flag(wish, "active", True)}
    desk.macros[macro["id"]] = macro
    return jsonify({"id": macro["id"]}), 201


def _actions(wish: Json) -> list[Json]:
    actions = read.objects(wish, "actions")
    if any(set(action) != {"field", "value"} or not isinstance(action["field"], str) for action in actions):
        raise bad_control("each of actions must hold a field and a value, and nothing else")
    return actions


def _restriction(wish: Any) -> Json | None:
    """Check {type: Group, id, ids} or {type: User, id}."""
    if wish is None:
        return None
    if not isinstance(wish, dict):
        raise bad_control("restriction must be null or an object")
    read.only(wish, "type", "id", "ids")
    desk, kind = this_world().desk, read.choice(wish, "type", ("Group", "User"))
    ids, known = wish.get("ids") or [wish.get("id")], desk.groups if kind == "Group" else desk.users
    if not isinstance(ids, list) or any(key not in known for key in ids):
        raise bad_control(f"restriction names no {kind.lower()}s of the account by id or ids")
    return {"type": kind, "id": ids[0]} | ({"ids": ids} if kind == "Group" else {})
