"""Which incidents are about a ticket, and which other emergencies are open beside it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.hours import is_open
from backend.domain.named_tickets import tickets_named
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook

Purpose = Literal["emergency", "backup-pool", "manager"]

_OUR_KEY = re.compile(r"zendesk-(?P<ticket>[1-9][0-9]{0,14})-(?P<purpose>emergency|backup-pool|manager)")


def incident_key(ticket_id: int, purpose: Purpose) -> str:
    """Name the incident of a ticket: PagerDuty refuses a second open one with the same key on a service."""
    return f"zendesk-{ticket_id}-{purpose}"


def incident_tickets(incident: Incident, handbook: Handbook) -> frozenset[int]:
    """Tell which ticket an incident is about: the one, or none.

    Our key decides, on whatever service the incident stands now. Without it the title decides, on a service of ours,
    by the number that it is or begins with; another number in a title proves nothing.
    """
    if ours := _ours(incident):
        return frozenset({int(ours["ticket"])})
    if incident.service_id not in _services(handbook):
        return frozenset()
    marked = tickets_named(incident.title, handbook.gitlab.patterns.incident_ticket)
    return marked if len(marked) == 1 else frozenset()


def is_about(incident: Incident, ticket_id: int, handbook: Handbook) -> bool:
    """Tell whether an incident is about this ticket."""
    return ticket_id in incident_tickets(incident, handbook)


def may_concern(incident: Incident, handbook: Handbook) -> frozenset[int]:
    """Tell which tickets an open incident's title names somewhere else than where it counts."""
    if not incident.is_open:
        return frozenset()
    named = tickets_named(incident.title, handbook.gitlab.patterns.incident_mention)
    return named - incident_tickets(incident, handbook)


def is_emergency(incident: Incident, handbook: Handbook) -> bool:
    """Tell whether an incident pages for a customer emergency; others only help with one."""
    if ours := _ours(incident):
        return ours["purpose"] == "emergency"
    return incident.service_id == handbook.pagerduty.services.customer_support.id


def is_pool_page(incident: Incident, handbook: Handbook) -> bool:
    """Tell whether an incident asks the backup pool for help."""
    if ours := _ours(incident):
        return ours["purpose"] == "backup-pool"
    pool = handbook.pagerduty.services.apac_backup_pool.id
    return pool is not None and incident.service_id == pool


def is_manager_call(incident: Incident, handbook: Handbook) -> bool:
    """Tell whether an incident calls the managers."""
    if ours := _ours(incident):
        return ours["purpose"] == "manager"
    managers = handbook.pagerduty.services.support_managers.id
    return managers is not None and incident.service_id == managers


def emergencies(incidents: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """Keep the incidents that page for customer emergencies, oldest first."""
    kept = (incident for incident in incidents if is_emergency(incident, handbook))
    return sorted(kept, key=lambda incident: incident.created_at)


def bears_our_key(key: object) -> bool:
    """Tell whether an incident's key is one of ours."""
    return isinstance(key, str) and _OUR_KEY.fullmatch(key) is not None


def _ours(incident: Incident) -> re.Match[str] | None:
    return _OUR_KEY.fullmatch(incident.key) if incident.key else None


def _services(handbook: Handbook) -> set[str]:
    services = handbook.pagerduty.services
    named = (services.customer_support, services.support_managers, services.apac_backup_pool)
    return {service.id for service in named if service.id}


def pool_time(handbook: Handbook, now: datetime) -> bool:
    """Tell whether the backup engineers are there for a second emergency."""
    return is_open(handbook.hours.schedules[handbook.notice_limits.apac_weekend_hours], now)


def goes_on_for_long(incident: Incident, handbook: Handbook, now: datetime) -> bool:
    """Tell whether an emergency has been open so long that an account escalation is offered."""
    return now - incident.created_at > timedelta(minutes=handbook.notice_limits.account_escalation_minutes)
