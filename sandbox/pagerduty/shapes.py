"""Write PagerDuty's records as its REST API does."""

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty.pager import Pager
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
    """Write a reference to a schedule, whose type tells its kind."""
    kind, plural = ("schedule_v3", "v3/schedules") if pager.shift_based else ("schedule", "schedules")
    return reference(pager, kind, plural, schedule.id, schedule.name)


def service_ref(pager: Pager, key: str) -> Json:
    """Write a reference to a service."""
    return reference(pager, "service", "services", key, pager.services[key]["name"])


def service(pager: Pager, key: str) -> Json:
    """Write a service in full."""
    record = pager.services[key]
    policy = pager.rota.policies[record["policy_id"]]
    return service_ref(pager, key) | {
        "type": "service",
        "name": record["name"],
        "description": record["description"],
        "status": pager.service_status(key),
        "escalation_policy": policy_ref(pager, policy),
        "auto_resolve_timeout": None,
        "acknowledgement_timeout": None,
        "incident_urgency_rule": {"type": "constant", "urgency": "high"},
        "alert_creation": "create_alerts_and_incidents",
        "scheduled_actions": [],
        "integrations": [],
        "addons": [],
        "teams": [],
    }


def policy(pager: Pager, record: Policy) -> Json:
    """Write an escalation policy with its levels."""
    rules = []
    for number, keys in enumerate(record.levels, start=1):
        delay = int(record.delay(number).total_seconds()) // 60
        targets = [_target(pager, key) for key in keys]
        rules.append({"id": f"{record.id}{number}", "escalation_delay_in_minutes": delay, "targets": targets})
    more = {"type": "escalation_policy", "name": record.name, "num_loops": 2, "teams": []}
    return policy_ref(pager, record) | more | {"escalation_rules": rules}


def _target(pager: Pager, key: str) -> Json:
    schedule = pager.rota.schedules.get(key)
    return schedule_ref(pager, schedule) if schedule else user_ref(pager, key)


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
