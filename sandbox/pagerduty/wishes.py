"""Read and check what a client wants done to incidents."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import Json
from sandbox.pagerduty import lifecycle, refusals
from sandbox.pagerduty.incident import OPEN, URGENCIES, Incident
from sandbox.pagerduty.pager import LONGEST_KEY, LONGEST_TITLE, Pager


@dataclass(frozen=True)
class NewIncident:
    """A checked POST /incidents."""

    title: str
    service_id: str
    key: str | None
    policy_id: str | None
    assignees: list[str]
    details: str | None
    urgency: str


def _inner(body: Any, name: str) -> Json:
    wish = body.get(name) if isinstance(body, dict) else None
    if not isinstance(wish, dict):
        raise refusals.invalid(f"{name.capitalize()} must be an object")
    return wish


def _reference(wish: Json, name: str) -> str | None:
    value = wish.get(name)
    if value is not None and not (isinstance(value, dict) and isinstance(value.get("id"), str)):
        raise refusals.invalid(f"{name} must be a reference with an id")
    return value["id"] if value else None


def _assignees(pager: Pager, wish: Json) -> list[str]:
    try:
        ids = [item["assignee"]["id"] for item in wish.get("assignments") or []]
    except (TypeError, KeyError):
        raise refusals.invalid("Assignments must hold assignee references") from None
    if any(key not in pager.users for key in ids):
        raise refusals.invalid("Assignee not found")
    return ids


def _title(wish: Json) -> str:
    title = wish.get("title")
    if not isinstance(title, str) or not title.strip():
        raise refusals.invalid("Title cannot be blank")
    if len(title) > LONGEST_TITLE:
        raise refusals.invalid(f"Title is too long (maximum is {LONGEST_TITLE} characters)")
    return title


def _urgency(wish: Json, default: str) -> str:
    urgency = wish.get("urgency", default)
    if urgency not in URGENCIES:
        raise refusals.invalid(f"Urgency must be one of {', '.join(URGENCIES)}")
    return str(urgency)


def new_incident(pager: Pager, body: Any) -> NewIncident:
    """Check a POST /incidents."""
    wish = _inner(body, "incident")
    title, service_id, key = _title(wish), _reference(wish, "service"), wish.get("incident_key")
    if service_id is None:
        raise refusals.invalid("Service cannot be blank")
    if key is not None and (not isinstance(key, str) or len(key) > LONGEST_KEY):
        raise refusals.invalid(f"Incident key is a string of at most {LONGEST_KEY} characters")
    details = wish.get("body")
    if details is not None:
        details = details.get("details") if isinstance(details, dict) else details
        if not isinstance(details, str):
            raise refusals.invalid("Body details must be a string")
    policy_id = _reference(wish, "escalation_policy")
    if policy_id and wish.get("assignments"):
        raise refusals.invalid("Give assignments or an escalation policy, not both")
    return NewIncident(
        title, service_id, key or None, policy_id, _assignees(pager, wish), details, _urgency(wish, "high")
    )


def change(pager: Pager, incident: Incident, wish: Json, user_id: str | None) -> None:
    """Apply one incident's part of a PUT."""
    policy_id, level = _reference(wish, "escalation_policy"), wish.get("escalation_level")
    if policy_id and policy_id not in pager.rota.policies:
        raise refusals.no_such_policy()
    assignees = _assignees(pager, wish)
    if assignees and (policy_id or level is not None):
        raise refusals.invalid("Assignments cannot be given with an escalation policy or level")
    urgency, service_id = _urgency(wish, incident.urgency), _reference(wish, "service")
    _level(pager, policy_id or incident.policy_id, level)
    if level is not None and urgency == "low":
        raise refusals.invalid("Low urgency incidents cannot be reassigned to an escalation level")
    title = _title(wish) if "title" in wish else incident.title
    if "status" in wish:
        reopens = pager.dialects["pagerduty_resolved_incident"] == "reopens"
        if reopens and not incident.is_open and wish["status"] in OPEN:
            lifecycle.reopen(pager, incident, user_id)
        pager.set_status(incident, wish["status"], user_id)
    elif not incident.is_open:
        raise refusals.invalid("Incident Already Resolved")
    incident.title = title
    if urgency != incident.urgency:
        lifecycle.set_urgency(incident, urgency)
    if service_id is not None:
        lifecycle.move(pager, incident, service_id)
    if policy_id or level is not None:
        pager.escalate(incident, policy_id, level or 1, user_id)
    if assignees:
        pager.assign(incident, assignees, user_id)


def _level(pager: Pager, policy_id: str, level: Any) -> None:
    highest = len(pager.rota.policies[policy_id].levels)
    if level is not None and (type(level) is not int or not 1 <= level <= highest):
        raise refusals.invalid(f"Escalation level must be between 1 and {highest}")


def changes(body: Any, name: str) -> Any:
    """Return the part of a PUT body under its envelope."""
    wish = body.get(name) if isinstance(body, dict) else None
    if not isinstance(wish, dict if name == "incident" else list):
        raise refusals.invalid(f"{name.capitalize()} is missing")
    return wish
