"""What an incident lives through besides being acknowledged, handed over and resolved."""

from sandbox import clock
from sandbox.pagerduty import refusals
from sandbox.pagerduty.incident import Incident
from sandbox.pagerduty.pager import Pager


def reopen(pager: Pager, incident: Incident, by: str | None = None) -> None:
    """Bring a resolved incident back under its id, with the first level of its policy."""
    if pager.find_open(incident.service_id, incident.key):
        raise refusals.duplicate_key()
    level, people = pager.first_line(pager.rota.policies[incident.policy_id])
    now = clock.now()
    incident.resolved_at, incident.merged_into, incident.reopened_at = None, None, now
    incident.change("triggered", now, by)
    incident.give(people, now, "escalation_policy", level)
    incident.paged += people


def time_out(incident: Incident) -> None:
    """Trigger an acknowledged incident again, as a service does whose acknowledgements run out."""
    incident.change("triggered", clock.now(), None)
    incident.paged += incident.assignees


def merge(pager: Pager, source: Incident, target: Incident, by: str | None = None) -> None:
    """Merge an incident into another open one: the source is resolved and names the target."""
    if source is target or not (source.is_open and target.is_open):
        raise refusals.invalid("Only two different open incidents can be merged")
    pager.set_status(source, "resolved", by)
    source.merged_into = target.id


def move(pager: Pager, incident: Incident, service_id: str) -> None:
    """Move an incident to another service; who has it stays."""
    if service_id not in pager.services:
        raise refusals.not_found("Service")
    holder = pager.find_open(service_id, incident.key) if incident.is_open else None
    if holder not in (None, incident):
        raise refusals.duplicate_key()
    incident.service_id, incident.changed_at = service_id, clock.now()


def set_urgency(incident: Incident, urgency: str) -> None:
    """Change how loudly people are told."""
    incident.urgency, incident.changed_at = urgency, clock.now()
