"""PagerDuty's incident endpoints: parse, call, answer."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import clock
from sandbox.environment import PAGERDUTY_READ_TOKEN, PAGERDUTY_TOKEN
from sandbox.errors import Json
from sandbox.pagerduty import incident_shape, refusals, responders, shapes, wishes
from sandbox.pagerduty.incident import OPEN, Incident
from sandbox.pagerduty.listing import listed, moment, page_of
from sandbox.pagerduty.overrides import overrides
from sandbox.pagerduty.pager import Pager
from sandbox.pagerduty.reads import reads
from sandbox.pagerduty.shift_schedules import shift_schedules
from sandbox.world import this_world

pagerduty = Blueprint("pagerduty", __name__, url_prefix="/pagerduty")
pagerduty.register_blueprint(reads)
pagerduty.register_blueprint(overrides)
pagerduty.register_blueprint(shift_schedules)
DEFAULT_RANGE = timedelta(days=30)


@pagerduty.before_request
def authenticate() -> None:
    """Let only the account's keys in, in either header form; the read-only one only reads."""
    header = request.headers.get("Authorization", "").strip()
    key = header.removeprefix("Token token=").removeprefix("Bearer ")
    if key == header or key not in {PAGERDUTY_TOKEN, PAGERDUTY_READ_TOKEN}:
        raise refusals.unauthorized()
    if key == PAGERDUTY_READ_TOKEN and request.method != "GET":
        raise refusals.forbidden()


def _pager() -> Pager:
    return this_world().pager


def _incident(incident_id: str) -> Incident:
    return _pager().incident(incident_id)


def _requester() -> str:
    """Return the user in the From header, which each write must carry."""
    user_id = _pager().user_by_email(request.headers.get("From"))
    if user_id is None:
        raise refusals.bad_requester()
    return user_id


def _body() -> Any:
    return request.get_json(silent=True)


@pagerduty.post("/incidents")
def create_incident() -> tuple[Response, int]:
    """Open an incident."""
    opener = _requester()
    wish = wishes.new_incident(_pager(), _body())
    incident = _pager().open(
        wish.title, wish.service_id, wish.key, wish.policy_id, wish.assignees, opener, wish.details,
        urgency=wish.urgency,
    )  # fmt: skip
    return jsonify({"incident": incident_shape.incident(_pager(), incident)}), 201


@pagerduty.get("/incidents")
def list_incidents() -> Response:
    """List incidents by key, status, service and time."""
    found = sorted(_pager().incidents.values(), key=lambda incident: incident.created_at)
    services, statuses = listed("service_ids"), listed("statuses")
    key = request.args.get("incident_key")
    if key:
        found = [item for item in found if item.key == key]
    elif key is not None:
        # An empty key is no filter by key: PagerDuty answers with every open incident.
        found = [item for item in found if item.status in OPEN]
    if services:
        found = [item for item in found if item.service_id in services]
    if statuses:
        found = [item for item in found if item.status in statuses]
    if request.args.get("date_range") != "all":
        since = moment("since") or clock.now() - DEFAULT_RANGE
        until = moment("until") or clock.now()
        found = [item for item in found if since <= item.created_at <= until]
    if request.args.get("sort_by", "").endswith(":desc"):
        found.reverse()
    return jsonify(page_of("incidents", [incident_shape.incident(_pager(), item) for item in found]))


@pagerduty.get("/incidents/<incident_id>")
def show_incident(incident_id: str) -> Response:
    """Show an incident."""
    incident = _incident(incident_id)
    view = incident_shape.incident(_pager(), incident)
    if incident.details is not None:
        view["body"] = {"type": "incident_body", "details": incident.details}
    return jsonify({"incident": view})


@pagerduty.put("/incidents/<incident_id>")
def change_incident(incident_id: str) -> Response:
    """Change one incident."""
    requester, incident = _requester(), _incident(incident_id)
    wishes.change(_pager(), incident, wishes.changes(_body(), "incident"), requester)
    return jsonify({"incident": incident_shape.incident(_pager(), incident)})


@pagerduty.put("/incidents")
def change_incidents() -> Response:
    """Change several incidents."""
    requester = _requester()
    wanted: list[Json] = wishes.changes(_body(), "incidents")
    incidents = [_incident(str(wish.get("id"))) for wish in wanted]
    for incident, wish in zip(incidents, wanted, strict=True):
        wishes.change(_pager(), incident, wish, requester)
    return jsonify({"incidents": [incident_shape.incident(_pager(), incident) for incident in incidents]})


@pagerduty.get("/incidents/<incident_id>/notes")
def list_notes(incident_id: str) -> Response:
    """List an incident's notes, newest first."""
    return jsonify({"notes": _incident(incident_id).notes[::-1]})


@pagerduty.post("/incidents/<incident_id>/notes")
def add_note(incident_id: str) -> Response:
    """Add a note; sending it twice makes two."""
    requester, incident = _requester(), _incident(incident_id)
    wish = (_body() or {}).get("note")
    content = wish.get("content") if isinstance(wish, dict) else None
    if not isinstance(content, str) or not content.strip():
        raise refusals.invalid("Content cannot be blank")
    written = clock.seconds(clock.now())
    note = {
        "id": f"N{incident.id[1:]}{len(incident.notes) + 1}",
        "user": shapes.user_ref(_pager(), requester),
        "channel": {"summary": "The PagerDuty website or APIs"},
        "content": content,
        "created_at": written,
        "updated_at": written,
    }
    incident.notes.append(note)
    return jsonify({"note": note})


@pagerduty.post("/incidents/<incident_id>/responder_requests")
def add_responders(incident_id: str) -> Response:
    """Ask more people to join; the body names who asks, so no From header is needed."""
    return jsonify({"responder_request": responders.add(_pager(), _incident(incident_id), _body())})
