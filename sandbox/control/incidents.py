"""Make and change PagerDuty incidents as people, time-outs and PagerDuty itself would."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Redirect

from sandbox.control import read
from sandbox.control.incident_change import CHANGES, answerer, apply, change_of, pager, people_of, service_of
from sandbox.errors import Json, Refusal, bad_control
from sandbox.pagerduty.incident import STATUSES, URGENCIES

incidents = Blueprint("control_incidents", __name__)


@incidents.post("/incidents")
def make_incident() -> tuple[Response, int]:
    """Open an incident past the API, in any state."""
    wish = read.body()
    read.only(wish, "title", "service_id", "incident_key", "status", "created_at", "urgency", "assignees")
    key = read.text(wish, "incident_key") if wish.get("incident_key") else None
    status = read.choice(wish, "status", STATUSES, "triggered")
    incident = pager().open(
        read.text(wish, "title"), service_of(wish), key, assignees=people_of(wish),
        created_at=read.moment(wish, "created_at"), urgency=read.choice(wish, "urgency", URGENCIES, "high"),
    )  # fmt: skip
    if status != "triggered":
        pager().set_status(incident, status, answerer(incident))
    return jsonify({"id": incident.id, "number": incident.number}), 201


@incidents.post("/incidents/<incident_id>")
def change_status(incident_id: str) -> Response | Redirect:
    """Acknowledge or resolve an incident, from a test or from a button on the incident's page."""
    incident = pager().incident(incident_id)
    wish: Any = request.form.to_dict() if request.form else read.body()
    read.only(wish, "status")
    pager().set_status(incident, read.choice(wish, "status", STATUSES), answerer(incident))
    if request.form:
        return redirect(f"/pagerduty/incidents/{incident_id}", 303)
    return jsonify({"id": incident_id, "status": incident.status})


@incidents.patch("/incidents/<incident_id>")
def change_incident(incident_id: str) -> Response:
    """Change an incident in every way that PagerDuty allows, behind the product's back."""
    wish, incident = read.body(), pager().incident(incident_id)
    read.only(wish, *CHANGES)
    try:
        apply(incident, change_of(incident, wish))
    except Refusal as refusal:
        raise bad_control(_sentence(refusal)) from None
    return jsonify({"id": incident_id, "status": incident.status})


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
             "assignees": item.assignees, "assigned_to": [pager().users[user]["name"] for user in item.assignees],
             "escalates": item.escalates, "merged_into": item.merged_into, "details": item.details,
             "paged": item.paged}
            for item in pager().incidents.values()
        ]
    )  # fmt: skip
