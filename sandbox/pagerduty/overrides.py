"""PagerDuty's endpoints about overrides: somebody stands in on a schedule. A second one for the same hours is taken."""

import secrets
import string
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import refusals, shapes
from sandbox.pagerduty.listing import moment
from sandbox.pagerduty.rota import Override, Schedule
from sandbox.world import this_world

overrides = Blueprint("pagerduty_overrides", __name__, url_prefix="/schedules/<schedule_id>/overrides")


def _schedule(schedule_id: str) -> Schedule:
    return this_world().pager.schedule(schedule_id, shift_based=False)


def _shown(key: str, shift: Override) -> Json:
    start, end = clock.seconds(shift.start), clock.seconds(shift.end)
    return {"id": key, "start": start, "end": end, "user": shapes.user_ref(this_world().pager, shift.user_id)}


def _wished(wish: Any) -> Override:
    """Read an override, or raise ValueError with PagerDuty's words."""
    try:
        start, end, user = clock.parse(wish["start"]), clock.parse(wish["end"]), wish["user"]["id"]
    except (KeyError, TypeError, ValueError):
        raise ValueError("Override is missing start, end or user") from None
    if user not in this_world().pager.users:
        raise ValueError("User not found")
    if end <= start or end <= clock.now():
        raise ValueError("Override must end after its start, and in the future")
    return Override(user, start, end)


@overrides.get("")
def list_overrides(schedule_id: str) -> tuple[Response, int]:
    """List the overrides that touch a window, which must be given; 201 or 200 by dialect."""
    since, until = moment("since"), moment("until")
    if since is None or until is None:
        raise refusals.invalid("since and until are required")
    found = _schedule(schedule_id).overrides.items()
    inside = [_shown(key, override) for key, override in found if override.end > since and override.start < until]
    return jsonify({"overrides": inside}), int(this_world().pager.dialects["pagerduty_override_list"])


@overrides.post("")
def add_overrides(schedule_id: str) -> tuple[Response, int]:
    """Add overrides; each has a status of its own in the answer."""
    schedule, body = _schedule(schedule_id), request.get_json(silent=True)
    wishes = body.get("overrides") if isinstance(body, dict) else None
    if not isinstance(wishes, list):
        raise refusals.invalid("Overrides must be a list")
    answers: list[Json] = []
    for wish in wishes:
        try:
            shift = _wished(wish)
        except ValueError as error:
            answers.append({"status": 400, "errors": [str(error)], "override": wish})
            continue
        key = "Q" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(13))
        schedule.overrides[key] = shift
        answers.append({"status": 201, "override": _shown(key, shift)})
    return jsonify(answers), 201


@overrides.delete("/<override_id>")
def end_override(schedule_id: str, override_id: str) -> tuple[str, int]:
    """Take an override back: one that has begun ends now (200), one that is over stays; answers have no body."""
    found, now = _schedule(schedule_id).overrides, clock.now()
    shift = found.get(override_id)
    if shift is None or shift.end <= now:
        raise refusals.not_found("Override")
    if shift.start < now:
        found[override_id] = replace(shift, end=now)
        return "", 200
    del found[override_id]
    return "", 204
