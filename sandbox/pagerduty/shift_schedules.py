"""PagerDuty's V3 calls: shift-based schedules, and overrides of somebody's shifts in them."""

import secrets
import string
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import refusals, shift_shape
from sandbox.pagerduty.listing import listed, moment, page_of
from sandbox.pagerduty.rota import Override, Schedule
from sandbox.world import this_world

shift_schedules = Blueprint("pagerduty_v3", __name__, url_prefix="/v3/schedules/<schedule_id>")
SOURCES = ("rotation_id", "custom_shift_id")


def _schedule(schedule_id: str) -> Schedule:
    return this_world().pager.schedule(schedule_id, shift_based=True)


@shift_schedules.get("")
def show_schedule(schedule_id: str) -> Response:
    """Show a schedule; its computed shifts only when they and a window are asked for."""
    record, since, until = _schedule(schedule_id), moment("since"), moment("until")
    shown = shift_shape.schedule(this_world().pager, record)
    if "final_schedule" in listed("include") and since and until:
        shifts = record.shifts(since, until)
        if request.args.get("overflow") != "true":
            shifts = [replace(shift, start=max(shift.start, since), end=min(shift.end, until)) for shift in shifts]
        shown["final_schedule"] = shift_shape.final_schedule(record, shifts, since, until)
    return jsonify({"schedule": shown})


@shift_schedules.get("/overrides")
def list_overrides(schedule_id: str) -> Response:
    """List the overrides that touch a window, which must be given."""
    record, since, until = _schedule(schedule_id), moment("since"), moment("until")
    if since is None or until is None:
        raise refusals.invalid_shift("since" if since is None else "until", "is required")
    found = [
        shift_shape.override(this_world().pager, record, key, override)
        for key, override in record.overrides.items()
        if override.end > since and override.start < until
    ]
    page = page_of("overrides", found)
    return jsonify({name: value for name, value in page.items() if name != "total"})


@shift_schedules.post("/overrides")
def add_overrides(schedule_id: str) -> tuple[Response, int]:
    """Add overrides, all of them or none."""
    record, body = _schedule(schedule_id), request.get_json(silent=True)
    wishes = body.get("overrides") if isinstance(body, dict) else None
    if not isinstance(wishes, list) or not wishes:
        raise refusals.invalid_shift("overrides", "must be a list of at least one")
    made = {_new_id(): _wished(record, wish) for wish in wishes}
    record.overrides.update(made)
    shown = [shift_shape.override(this_world().pager, record, key, override) for key, override in made.items()]
    return jsonify({"overrides": shown}), 201


@shift_schedules.delete("/overrides/<override_id>")
def end_override(schedule_id: str, override_id: str) -> tuple[str, int]:
    """Take an override back; the answer has no body."""
    if _schedule(schedule_id).overrides.pop(override_id, None) is None:
        raise refusals.not_found("Override")
    return "", 204


def _new_id() -> str:
    return "A" + "".join(secrets.choice(string.ascii_uppercase + "234567") for _ in range(25))


def _wished(record: Schedule, wish: Any) -> Override:
    if not isinstance(wish, dict) or wish.get("type") != "override_shift":
        raise refusals.invalid_shift("override.type", "must be override_shift")
    try:
        start, end = clock.parse(wish["start_time"]), clock.parse(wish["end_time"])
    except (KeyError, TypeError, ValueError):
        raise refusals.invalid_shift("override.start_time", "and end_time must be ISO 8601 times") from None
    if end <= start:
        raise refusals.invalid_shift("override.end_time", "must be after start_time")
    overriding = _member(wish, "overriding_member")
    if overriding is None:
        raise refusals.invalid_shift("override.overriding_member", "nobody is not kept by this stand-in")
    return Override(overriding, start, end, _source(record, wish), _member(wish, "overridden_member"))


def _source(record: Schedule, wish: Json) -> str:
    given = [name for name in SOURCES if wish.get(name)]
    if len(given) != 1:
        raise refusals.invalid_shift("override.rotation_id", "or custom_shift_id is required, and not both")
    single = {entry.source for entry in record.entries or ()}
    known = {"rotation_id": {record.rotation_id} if record.entries is None else set(), "custom_shift_id": single}
    if wish[given[0]] not in known[given[0]]:
        raise refusals.invalid_shift(f"override.{given[0]}", "is not of this schedule")
    return str(wish[given[0]])


def _member(wish: Json, name: str) -> str | None:
    """Read a member: a user of the account, or nobody."""
    given = wish.get(name)
    kind, user = (given.get("type"), given.get("user_id")) if isinstance(given, dict) else (None, None)
    if kind == "empty_member":
        return None
    if kind != "user_member" or user not in this_world().pager.users:
        raise refusals.invalid_shift(f"override.{name}", "must be a user of the account")
    return str(user)
