"""PagerDuty's v3 events: which ones a change of an incident sends, and their form, which is not that of REST."""

from dataclasses import dataclass
from uuid import uuid4

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import incident_shape, shapes
from sandbox.pagerduty.incident import Incident
from sandbox.pagerduty.pager import Pager

KEPT = ("id", "type", "self", "html_url", "status", "incident_key", "created_at", "title", "service", "urgency",
        "escalation_policy", "teams", "priority", "resolve_reason", "incident_type")  # fmt: skip


@dataclass(frozen=True)
class SeenIncident:
    """What an event can tell of an incident. PagerDuty sends none for a new title or urgency."""

    status: str
    service_id: str
    policy_id: str
    level: int
    assigned: tuple[tuple[str, object], ...]
    reopened_at: object
    notes: int

    @classmethod
    def of(cls, record: Incident) -> "SeenIncident":
        """Look at an incident."""
        assigned = tuple(record.assigned.items())
        return cls(record.status, record.service_id, record.policy_id, record.level, assigned, record.reopened_at,
                   len(record.notes))  # fmt: skip


def kinds(before: SeenIncident | None, now: SeenIncident) -> list[str]:
    """Name the events of a change, in the order in which it came about."""
    if before is None:
        return list(dict.fromkeys(["triggered", now.status]))
    found = ["service_updated"] if now.service_id != before.service_id else []
    reopened = now.reopened_at != before.reopened_at
    if reopened:
        found.append("reopened")
    elif now.assigned and now.assigned != before.assigned:
        found.append(_handed_over(before, now))
    elif now.status == "triggered" and before.status == "acknowledged":
        found.append("unacknowledged")
    if now.status in ("acknowledged", "resolved") and now.status != before.status:
        found.append(now.status)
    return found + ["annotated"] * (now.notes - before.notes)


def _handed_over(before: SeenIncident, now: SeenIncident) -> str:
    if now.policy_id != before.policy_id:
        return "delegated"
    return "escalated" if now.level > before.level else "reassigned"


def events(pager: Pager, record: Incident, before: SeenIncident | None) -> list[Json]:
    """Write the events of what has changed."""
    return [_event(pager, record, kind) for kind in kinds(before, SeenIncident.of(record))]


def _event(pager: Pager, record: Incident, kind: str) -> Json:
    rest = incident_shape.incident(pager, record)
    return {
        "event": {
            "id": uuid4().hex[:26].upper(),
            "event_type": f"incident.{kind}",
            "resource_type": "incident",
            "occurred_at": clock.millis(clock.now()),
            "agent": record.notes[-1]["user"] if kind == "annotated" else rest["last_status_change_by"],
            "client": None,
            "data": _note(pager, record) if kind == "annotated" else _incident(record, rest),
        }
    }


def _incident(record: Incident, rest: Json) -> Json:
    """Say `number` and `assignees` where REST says incident_number and assignments."""
    return {name: rest[name] for name in KEPT} | {
        "conference_bridge": None,
        "number": record.number,
        "assignees": [assignment["assignee"] for assignment in rest["assignments"]],
        "reopened_at": clock.seconds(record.reopened_at) if record.reopened_at else None,
    }


def _note(pager: Pager, record: Incident) -> Json:
    note = record.notes[-1]
    return {
        "incident": shapes.reference(pager, "incident", "incidents", record.id, record.title),
        "id": note["id"],
        "type": "incident_note",
        "content": note["content"],
        "trimmed": False,
    }
