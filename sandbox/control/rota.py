"""Decide who is on call: replace a schedule's turns or a policy's levels."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import clock
from sandbox.control import read
from sandbox.errors import Json, bad_control
from sandbox.pagerduty.rota import Policy, Rota, Schedule, Shift
from sandbox.world import this_world

rota = Blueprint("control_rota", __name__)


def _rota() -> Rota:
    return this_world().pager.rota


@rota.put("/schedules/<schedule_id>")
def put_schedule(schedule_id: str) -> Response:
    """Write a schedule's turns down one by one; its overrides go. An unknown id makes a schedule."""
    wish, known = read.body(), _rota().schedules.get(schedule_id)
    read.only(wish, "entries", "name")
    given = enumerate(_given(wish, "entries"))
    entries = tuple(_shift(entry, number, f"S{schedule_id}{number}") for number, entry in given)
    name = read.text(wish, "name", known.name if known else schedule_id)
    _rota().schedules[schedule_id] = Schedule(schedule_id, name, clock.now(), (), entries=entries)
    return jsonify({"id": schedule_id, "entries": len(entries)})


@rota.put("/policies/<policy_id>")
def put_policy(policy_id: str) -> Response:
    """Replace a policy's levels, each a list of users and schedules. An unknown id makes a policy."""
    wish, known = read.body(), _rota().policies.get(policy_id)
    read.only(wish, "levels", "name")
    levels = tuple(_targets(level, number) for number, level in enumerate(_given(wish, "levels"), start=1))
    if not levels:
        raise bad_control("levels must hold at least one level")
    name = read.text(wish, "name", known.name if known else policy_id)
    _rota().policies[policy_id] = Policy(policy_id, name, levels)
    return jsonify({"id": policy_id, "levels": len(levels)})


def _given(wish: Json, key: str) -> list[Any]:
    value = wish.get(key)
    if not isinstance(value, list):
        raise bad_control(f"{key} must be a list")
    return value


def _shift(entry: Any, number: int, source: str) -> Shift:
    if not isinstance(entry, dict):
        raise bad_control(f"entries[{number}] must be an object")
    read.only(entry, "user_id", "start", "end")
    user_id = read.choice(entry, "user_id", tuple(this_world().pager.users))
    start, end = read.moment(entry, "start"), read.moment(entry, "end")
    if start is None or end is None or end <= start:
        raise bad_control(f"entries[{number}] must have a start and a later end")
    return Shift(user_id, start, end, source)


def _targets(level: Any, number: int) -> tuple[str, ...]:
    known = {*this_world().pager.users, *_rota().schedules}
    if not isinstance(level, list) or not level or any(key not in known for key in level):
        raise bad_control(f"level {number} must be a list of ids of users and schedules: {', '.join(sorted(known))}")
    return tuple(level)
