"""PagerDuty's endpoints about on-call, people and services."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify, request

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import refusals, shapes
from sandbox.pagerduty.listing import listed, moment, page_of
from sandbox.pagerduty.pager import Pager
from sandbox.pagerduty.rota import OnCall, Schedule
from sandbox.world import this_world

reads = Blueprint("pagerduty_reads", __name__)


def _pager() -> Pager:
    return this_world().pager


def _earliest(entries: list[OnCall]) -> list[OnCall]:
    """Keep the first entry for each policy, level and person."""
    firsts: dict[tuple[str, int, str], OnCall] = {}
    for entry in entries:
        firsts.setdefault((entry.policy.id, entry.level, entry.user_id), entry)
    return list(firsts.values())


@reads.get("/oncalls")
def list_on_calls() -> Response:
    """List who is on call, now or within a window."""
    pager, policies, schedules = _pager(), listed("escalation_policy_ids"), listed("schedule_ids")
    since = moment("since") or clock.now()
    until = moment("until") or since
    if until < since:
        raise refusals.invalid("until lies before since")
    entries: list[OnCall] = []
    for policy in pager.rota.policies.values():
        if not policies or policy.id in policies:
            entries += pager.rota.on_calls(policy, since, until)
    if schedules:
        entries = [entry for entry in entries if entry.schedule and entry.schedule.id in schedules]
    people = listed("user_ids")
    if people:
        entries = [entry for entry in entries if entry.user_id in people]
    if request.args.get("earliest") == "true":
        entries = _earliest(entries)
    full = "users" in listed("include")
    return jsonify(page_of("oncalls", [shapes.on_call(pager, entry, full) for entry in entries]))


def _schedule(schedule_id: str) -> Schedule:
    return _pager().schedule(schedule_id, shift_based=False)


@reads.get("/schedules/<schedule_id>")
def show_schedule(schedule_id: str) -> Response:
    """Show a schedule with its turns in a window, by default two weeks from now."""
    pager, schedule = _pager(), _schedule(schedule_id)
    since = moment("since") or clock.now()
    until = moment("until") or since + timedelta(days=14)
    entries = [
        {"start": clock.seconds(shift.start), "end": clock.seconds(shift.end),
         "user": shapes.user_ref(pager, shift.user_id)}
        for shift in schedule.shifts(since, until)
    ]  # fmt: skip
    final: Json = {"name": "Final Schedule", "rendered_schedule_entries": entries}
    more = {"type": "schedule", "name": schedule.name, "time_zone": "Etc/UTC", "final_schedule": final}
    return jsonify({"schedule": shapes.schedule_ref(pager, schedule) | more})


@reads.get("/schedules/<schedule_id>/users")
def list_schedule_users(schedule_id: str) -> Response:
    """List the people with a turn in a window, in the order of their turns."""
    since = moment("since") or clock.now()
    shifts = _schedule(schedule_id).shifts(since, moment("until") or since)
    people = dict.fromkeys(shift.user_id for shift in shifts)
    return jsonify(page_of("users", [shapes.user(_pager(), key) for key in people]))


@reads.get("/services")
def list_services() -> Response:
    """List services."""
    return jsonify(page_of("services", [shapes.service(_pager(), key) for key in _pager().services]))


@reads.get("/services/<service_id>")
def show_service(service_id: str) -> Response:
    """Show a service."""
    if service_id not in _pager().services:
        raise refusals.not_found("Service")
    return jsonify({"service": shapes.service(_pager(), service_id)})


@reads.get("/escalation_policies/<policy_id>")
def show_policy(policy_id: str) -> Response:
    """Show an escalation policy."""
    found = _pager().rota.policies.get(policy_id)
    if found is None:
        raise refusals.not_found("Escalation Policy")
    return jsonify({"escalation_policy": shapes.policy(_pager(), found)})


@reads.get("/users")
def list_users() -> Response:
    """List users, by a part of name or e-mail when asked."""
    query = request.args.get("query", "").casefold()
    keys = [
        key for key, user in _pager().users.items()
        if query in user["name"].casefold() or query in user["email"].casefold()
    ]  # fmt: skip
    return jsonify(page_of("users", [shapes.user(_pager(), key) for key in keys]))


@reads.get("/users/me")
def show_me() -> Response:
    """Refuse: an account-level key is nobody."""
    raise refusals.invalid("User must be specified: this is an account-level access token")


@reads.get("/users/<user_id>")
def show_user(user_id: str) -> Response:
    """Show a user."""
    if user_id not in _pager().users:
        raise refusals.not_found("User")
    return jsonify({"user": shapes.user(_pager(), user_id)})


@reads.get("/abilities")
def list_abilities() -> Response:
    """List what the account may do."""
    return jsonify({"abilities": ["teams", "read_only_users", "service_support_hours", "urgencies"]})
