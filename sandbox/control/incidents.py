"""Make and change PagerDuty incidents as people, time-outs and PagerDuty itself would."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Redirect

from sandbox.control import read
from sandbox.errors import Json, Refusal, bad_control
from sandbox.pagerduty import lifecycle
from sandbox.pagerduty.incident import OPEN, STATUSES, URGENCIES, Incident
from sandbox.pagerduty.pager import Pager
from sandbox.world import this_world

incidents = Blueprint("control_incidents", __name__)
CHANGES = ("title", "service_id", "urgency", "status", "assignees", "merged_into", "created_at")


def _pager() -> Pager:
    return this_world().pager


def _answerer(incident: Incident) -> str:
    """Return who would pick up the phone: the first person assigned."""
    return (incident.assignees or list(_pager().users))[0]


def _service(wish: Json) -> str:
    return read.choice(wish, "service_id", tuple(_pager().services))


def _people(wish: Json) -> list[str]:
    people = read.strings(wish, "assignees")
    if unknown := [key for key in people if key not in _pager().users]:
        raise bad_control(f"assignees holds no users: {', '.join(unknown)}; users are {', '.join(_pager().users)}")
    return people


@incidents.post("/incidents")
def make_incident() -> tuple[Response, int]:
    """Open an incident past the API, in any state."""
    wish = read.body()
    read.only(wish, "title", "service_id", "incident_key", "status", "created_at", "urgency", "assignees")
    key = read.text(wish, "incident_key") if wish.get("incident_key") else None
    status = read.choice(wish, "status", STATUSES, "triggered")
    incident = _pager().open(
        read.text(wish, "title"), _service(wish), key, assignees=_people(wish),
        created_at=read.moment(wish, "created_at"), urgency=read.choice(wish, "urgency", URGENCIES, "high"),
    )  # fmt: skip
    if status != "triggered":
        _pager().set_status(incident, status, _answerer(incident))
    return jsonify({"id": incident.id, "number": incident.number}), 201


@incidents.post("/incidents/<incident_id>")
def change_status(incident_id: str) -> Response | Redirect:
    """Acknowledge or resolve an incident, from a test or from a button on the incident's page."""
    incident = _pager().incident(incident_id)
    wish: Any = request.form.to_dict() if request.form else read.body()
    read.only(wish, "status")
    _pager().set_status(incident, read.choice(wish, "status", STATUSES), _answerer(incident))
    if request.form:
        return redirect(f"/pagerduty/incidents/{incident_id}", 303)
    return jsonify({"id": incident_id, "status": incident.status})


@incidents.patch("/incidents/<incident_id>")
def change_incident(incident_id: str) -> Response:
    """Change an incident in every way that PagerDuty allows, behind the product's back."""
    wish, incident = read.body(), _pager().incident(incident_id)
    read.only(wish, *CHANGES)
    try:
        _apply(incident, _change(incident, wish))
    except Refusal as refusal:
        raise bad_control(_sentence(refusal)) from None
    return jsonify({"id": incident_id, "status": incident.status})


@dataclass(frozen=True)
class Change:
    """A checked PATCH; what is not asked for stays as it is."""

    title: str
    created_at: datetime
    urgency: str
    service_id: str
    status: str | None
    people: list[str]
    target: Incident | None


def _change(incident: Incident, wish: Json) -> Change:
    """Read everything before anything is changed."""
    change = Change(
        title=read.text(wish, "title", incident.title),
        created_at=read.moment(wish, "created_at") or incident.created_at,
        urgency=read.choice(wish, "urgency", URGENCIES, incident.urgency),
        service_id=_service({"service_id": incident.service_id} | wish),
        status=read.choice(wish, "status", STATUSES) if "status" in wish else None,
        people=_people(wish),
        target=_merged_into(wish),
    )
    if "assignees" in wish and not change.people:
        raise bad_control("assignees must name at least one user: an open incident is always somebody's")
    if change.people and (change.target or change.status == "resolved"):
        raise bad_control("assignees: a resolved incident is nobody's")
    return change


def _apply(incident: Incident, change: Change) -> None:
    """Carry a change out; with people and a status given, the status is theirs."""
    incident.title, incident.created_at = change.title, change.created_at
    if change.urgency != incident.urgency:
        lifecycle.set_urgency(incident, change.urgency)
    if change.service_id != incident.service_id:
        lifecycle.move(_pager(), incident, change.service_id)
    if not incident.is_open and change.status in OPEN:
        lifecycle.reopen(_pager(), incident)
    if change.people:
        _pager().assign(incident, change.people, None)
    if change.status == "triggered" and incident.status == "acknowledged":
        lifecycle.time_out(incident)
    elif change.status not in (None, incident.status):
        _pager().set_status(incident, change.status, _answerer(incident))
    if change.target:
        lifecycle.merge(_pager(), incident, change.target, _answerer(incident))


def _merged_into(wish: Json) -> Incident | None:
    if "merged_into" not in wish:
        return None
    target = _pager().incidents.get(read.text(wish, "merged_into"))
    if target is None:
        raise bad_control("merged_into must be the id of an incident")
    return target


def _sentence(refusal: Refusal) -> str:
    """Say PagerDuty's refusal in one sentence."""
    error: Json = refusal.body["error"] if isinstance(refusal.body, dict) else {"message": refusal.body}
    return "; ".join([error["message"], *error.get("errors", [])])


@incidents.get("/incidents")
def list_incidents() -> Response:
    """List all incidents with who was paged for each."""
    return jsonify(
        [
            {"id": item.id, "number": item.number, "title": item.title, "service_id": item.service_id,
             "policy_id": item.policy_id, "incident_key": item.key, "status": item.status, "urgency": item.urgency,
             "assignees": item.assignees, "merged_into": item.merged_into, "details": item.details,
             "paged": item.paged}
            for item in _pager().incidents.values()
        ]
    )  # fmt: skip
