"""Write PagerDuty's records as its REST API does."""

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty.pager import Incident, Pager
from sandbox.pagerduty.rota import OnCall, Policy, Schedule


def reference(pager: Pager, kind: str, plural: str, key: str, summary: str) -> Json:
    """Write a reference to a record."""
    root = f"{pager.base_url}/pagerduty/{plural}/{key}"
    return {"id": key, "type": f"{kind}_reference", "summary": summary, "self": root, "html_url": root}


def user_ref(pager: Pager, key: str) -> Json:
    """Write a reference to a user."""
    return reference(pager, "user", "users", key, pager.users[key]["name"])


def user(pager: Pager, key: str) -> Json:
    """Write a user in full."""
    return user_ref(pager, key) | pager.users[key] | {"id": key, "type": "user"}


def policy_ref(pager: Pager, policy: Policy) -> Json:
    """Write a reference to an escalation policy."""
    return reference(pager, "escalation_policy", "escalation_policies", policy.id, policy.name)


def schedule_ref(pager: Pager, schedule: Schedule) -> Json:
    """Write a reference to a schedule."""
    return reference(pager, "schedule", "schedules", schedule.id, schedule.name)


def service_ref(pager: Pager, key: str) -> Json:
    """Write a reference to a service."""
    return reference(pager, "service", "services", key, pager.services[key]["name"])


def service(pager: Pager, key: str) -> Json:
    """Write a service in full."""
    record = pager.services[key]
    policy = pager.rota.policies[record["policy_id"]]
    more = {"type": "service", "name": record["name"], "description": record["description"], "status": "active"}
    return service_ref(pager, key) | more | {"escalation_policy": policy_ref(pager, policy), "teams": []}


def policy(pager: Pager, record: Policy) -> Json:
    """Write an escalation policy with its levels."""
    rules = []
    for number, target in enumerate(record.levels, start=1):
        if isinstance(target, tuple):
            targets = [user_ref(pager, key) for key in target]
        else:
            targets = [schedule_ref(pager, pager.rota.schedules[target])]
        delay = 10 if number == 1 else 5
        rules.append({"id": f"{record.id}{number}", "escalation_delay_in_minutes": delay, "targets": targets})
    more = {"type": "escalation_policy", "name": record.name, "num_loops": 2, "teams": []}
    return policy_ref(pager, record) | more | {"escalation_rules": rules}


def on_call(pager: Pager, entry: OnCall, full_users: bool) -> Json:
    """Write one on-call entry."""
    return {
        "user": (user if full_users else user_ref)(pager, entry.user_id),
        "schedule": schedule_ref(pager, entry.schedule) if entry.schedule else None,
        "escalation_policy": policy_ref(pager, entry.policy),
        "escalation_level": entry.level,
        "start": clock.seconds(entry.shift.start) if entry.shift else None,
        "end": clock.seconds(entry.shift.end) if entry.shift else None,
    }


def incident(pager: Pager, record: Incident) -> Json:
    """Write an incident."""
    changed, opened = clock.seconds(record.changed_at), clock.seconds(record.created_at)
    by = user_ref(pager, record.changed_by) if record.changed_by else service_ref(pager, record.service_id)
    entry = reference(pager, "trigger_log_entry", "log_entries", f"R{record.id}", "Triggered through the API")
    root = f"{pager.base_url}/pagerduty/incidents/{record.id}"
    acknowledgers = record.acknowledged_by if record.status == "acknowledged" else []
    return {
        "id": record.id,
        "type": "incident",
        "summary": f"[#{record.number}] {record.title}",
        "self": root,
        "html_url": root,
        "incident_number": record.number,
        "title": record.title,
        "description": record.title,
        "created_at": opened,
        "updated_at": changed,
        "status": record.status,
        "incident_key": record.key,
        "service": service_ref(pager, record.service_id),
        "assignments": [{"at": opened, "assignee": user_ref(pager, key)} for key in record.assignees],
        "assigned_via": record.via,
        "last_status_change_at": changed,
        "last_status_change_by": by,
        "resolved_at": clock.seconds(record.resolved_at) if record.resolved_at else None,
        "first_trigger_log_entry": entry,
        "alert_counts": {"all": 0, "triggered": 0, "resolved": 0},
        "is_mergeable": True,
        "incident_type": {"name": "incident_default"},
        "escalation_policy": policy_ref(pager, pager.rota.policies[record.policy_id]),
        "teams": [],
        "pending_actions": [],
        "acknowledgements": [{"at": changed, "acknowledger": user_ref(pager, key)} for key in acknowledgers],
        "urgency": "high",
        "priority": None,
    }
