"""Make and change PagerDuty incidents as people would."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Redirect

from sandbox.control import read
from sandbox.errors import bad_control
from sandbox.pagerduty import refusals
from sandbox.pagerduty.pager import STATUSES, Incident, Pager
from sandbox.world import this_world

incidents = Blueprint("control_incidents", __name__)


def _pager() -> Pager:
    return this_world().pager


def _incident(incident_id: str) -> Incident:
    found = _pager().incidents.get(incident_id)
    if found is None:
        raise refusals.not_found("Incident")
    return found


def _answerer(incident: Incident) -> str:
    """Return who would pick up the phone: the first person assigned."""
    return (incident.assignees or list(_pager().users))[0]


@incidents.post("/incidents")
def make_incident() -> tuple[Response, int]:
    """Open an incident past the API, in any state."""
    wish = read.body()
    read.only(wish, "title", "service_id", "incident_key", "status", "created_at")
    service_id = read.text(wish, "service_id")
    if service_id not in _pager().services:
        raise bad_control(f"service_id must be one of {', '.join(_pager().services)}")
    key = read.text(wish, "incident_key") if wish.get("incident_key") else None
    status = read.choice(wish, "status", STATUSES, "triggered")
    incident = _pager().open(read.text(wish, "title"), service_id, key, created_at=read.moment(wish, "created_at"))
    if status != "triggered":
        _pager().set_status(incident, status, _answerer(incident))
    return jsonify({"id": incident.id, "number": incident.number}), 201


@incidents.post("/incidents/<incident_id>")
def change_incident(incident_id: str) -> Response | Redirect:
    """Acknowledge or resolve an incident, from a test or from a button on the incident's page."""
    incident = _incident(incident_id)
    wish: Any = request.form.to_dict() if request.form else read.body()
    _pager().set_status(incident, read.choice(wish, "status", STATUSES), _answerer(incident))
    if request.form:
        return redirect(f"/pagerduty/incidents/{incident_id}", 303)
    return jsonify({"id": incident_id, "status": incident.status})


@incidents.get("/incidents")
def list_incidents() -> Response:
    """List all incidents with who was paged for each."""
    return jsonify(
        [
            {"id": item.id, "number": item.number, "title": item.title, "service_id": item.service_id,
             "policy_id": item.policy_id, "incident_key": item.key, "status": item.status,
             "details": item.details, "paged": item.paged}
            for item in _pager().incidents.values()
        ]
    )  # fmt: skip
