"""Ask more people, or a policy, to join an incident."""

from typing import Any

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import incident_shape, refusals, shapes
from sandbox.pagerduty.incident import Incident
from sandbox.pagerduty.pager import Pager

KINDS = ("user_reference", "escalation_policy_reference")


def add(pager: Pager, incident: Incident, body: Any) -> Json:
    """Check a request, page those it names, and keep it with the incident; sent twice it pages twice."""
    wish = body if isinstance(body, dict) else {}
    requester, message = wish.get("requester_id"), wish.get("message")
    if requester not in pager.users:
        raise refusals.invalid("Requester not found")
    if not isinstance(message, str) or not message.strip():
        raise refusals.invalid("Message cannot be blank")
    if not incident.is_open:
        raise refusals.invalid("Incident Already Resolved")
    targets = [_target(pager, target) for target in wish.get("responder_request_targets") or []]
    if not targets:
        raise refusals.invalid("Responder request targets cannot be blank")
    request: Json = {
        "incident": incident_shape.incident_ref(pager, incident),
        "requester": shapes.user_ref(pager, requester),
        "requested_at": clock.seconds(clock.now()),
        "message": message,
    }
    request["responder_request_targets"] = [
        {"responder_request_target": target | {"incidents_responders": [_asked(pager, request, key) for key in people]}}
        for target, people in targets
    ]
    incident.responder_requests.append(request)
    incident.paged += [key for _, people in targets for key in people]
    return request


def _target(pager: Pager, raw: Any) -> tuple[Json, list[str]]:
    """Read a target; give it and the people behind it."""
    target = raw.get("responder_request_target") if isinstance(raw, dict) else None
    kind, key = (target.get("type"), target.get("id")) if isinstance(target, dict) else (None, None)
    if kind not in KINDS:
        raise refusals.invalid(f"Responder request target must be one of {', '.join(KINDS)}")
    if kind == "user_reference":
        if key not in pager.users:
            raise refusals.invalid("Responder request target not found")
        return {"type": "user", "id": key}, [key]
    if key not in pager.rota.policies:
        raise refusals.no_such_policy()
    _, people = pager.first_line(pager.rota.policies[key])
    return {"type": "escalation_policy", "id": key}, people


def _asked(pager: Pager, request: Json, user_id: str) -> Json:
    common = {name: request[name] for name in ("incident", "requester", "requested_at", "message")}
    state = {"state": "pending", "user": shapes.user_ref(pager, user_id), "updated_at": request["requested_at"]}
    return common | state
