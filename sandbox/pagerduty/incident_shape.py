"""Write PagerDuty's incidents as its REST API does."""

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty.incident import Incident
from sandbox.pagerduty.pager import Pager
from sandbox.pagerduty.shapes import policy_ref, reference, service_ref, user_ref


def incident_ref(pager: Pager, record: Incident) -> Json:
    """Write a reference to an incident."""
    return reference(pager, "incident", "incidents", record.id, f"[#{record.number}] {record.title}")


def incident(pager: Pager, record: Incident) -> Json:
    """Write an incident."""
    by = user_ref(pager, record.changed_by) if record.changed_by else service_ref(pager, record.service_id)
    entry = reference(pager, "trigger_log_entry", "log_entries", f"R{record.id}", "Triggered through the API")
    return incident_ref(pager, record) | {
        "type": "incident",
        "incident_number": record.number,
        "title": record.title,
        "description": record.title,
        "created_at": clock.seconds(record.created_at),
        "updated_at": clock.seconds(record.changed_at),
        "status": record.status,
        "incident_key": record.key,
        "service": service_ref(pager, record.service_id),
        "assignments": [
            {"at": clock.seconds(at), "assignee": user_ref(pager, key)} for key, at in record.assigned.items()
        ],
        "assigned_via": record.via,
        "last_status_change_at": clock.seconds(record.status_changed_at),
        "last_status_change_by": by,
        "resolved_at": clock.seconds(record.resolved_at) if record.resolved_at else None,
        "first_trigger_log_entry": entry,
        "alert_counts": {"all": 0, "triggered": 0, "resolved": 0},
        "is_mergeable": True,
        "incident_type": {"name": "incident_default"},
        "escalation_policy": policy_ref(pager, pager.rota.policies[record.policy_id]),
        "teams": [],
        "pending_actions": _pending(pager, record),
        "acknowledgements": [
            {"at": clock.seconds(at), "acknowledger": user_ref(pager, key)} for key, at in record.acknowledged.items()
        ],
        "urgency": record.urgency,
        "priority": None,
        "resolve_reason": resolve_reason(pager, record),
        "incidents_responders": [
            asked
            for request in record.responder_requests
            for target in request["responder_request_targets"]
            for asked in target["responder_request_target"]["incidents_responders"]
        ],
        "responder_requests": record.responder_requests,
    }


def resolve_reason(pager: Pager, record: Incident) -> Json | None:
    """Write why an incident was resolved; PagerDuty has one reason, a merge."""
    target = pager.incidents.get(record.merged_into or "")
    return {"type": "merge_resolve_reason", "incident": incident_ref(pager, target)} if target else None


def _pending(pager: Pager, record: Incident) -> list[Json]:
    """List what will happen by itself. The stand-in escalates nothing, so a time that has passed is left out."""
    if not record.escalates:
        return []
    since = max(record.assigned.values(), default=record.created_at)
    at = since + pager.rota.policies[record.policy_id].delay(record.level)
    return [{"type": "escalate", "at": clock.seconds(at)}] if at > clock.now() else []
