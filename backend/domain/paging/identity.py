"""Which incidents are about a ticket, and which other emergencies are open beside it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.hours import is_open
from backend.domain.paging.incident import Incident
from backend.domain.references import tickets_named
from backend.handbook.model.handbook import Handbook

Purpose = Literal["emergency", "backup-pool"]

_OUR_KEY = re.compile(r"zendesk-([0-9]{1,15})-[a-z-]+")


def incident_key(ticket_id: int, purpose: Purpose) -> str:
    """Name the incident of a ticket: PagerDuty refuses a second open one with the same key on a service."""
    return f"zendesk-{ticket_id}-{purpose}"


def incident_tickets(incident: Incident, handbook: Handbook) -> frozenset[int]:
    """Tell which tickets an incident is about: by our key, else by the exact numbers in its title."""
    if incident.key and (ours := _OUR_KEY.fullmatch(incident.key)):
        return frozenset({int(ours[1])})
    return tickets_named(incident.title, handbook.gitlab.patterns.incident_ticket)


def is_about(incident: Incident, ticket_id: int, handbook: Handbook) -> bool:
    """Tell whether an incident is about this ticket."""
    return ticket_id in incident_tickets(incident, handbook)


def emergencies(incidents: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """Keep the incidents of the service for customer emergencies, oldest first; others only help with them."""
    service_id = handbook.pagerduty.services.customer_support.id
    ours = (incident for incident in incidents if incident.service_id == service_id)
    return sorted(ours, key=lambda incident: incident.created_at)


def others_open(ticket_id: int, incidents: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """List the emergencies that are open now, without those of this ticket."""
    return [
        incident
        for incident in emergencies(incidents, handbook)
        if incident.is_open and not is_about(incident, ticket_id, handbook)
    ]


def backup_pool_offered(ticket_id: int, incidents: Iterable[Incident], handbook: Handbook, now: datetime) -> bool:
    """Tell whether the APAC backup pool is for this: another emergency is open at an APAC weekend."""
    return pool_time(handbook, now) and bool(others_open(ticket_id, incidents, handbook))


def pool_time(handbook: Handbook, now: datetime) -> bool:
    """Tell whether the backup engineers are there for a second emergency."""
    return is_open(handbook.hours.schedules[handbook.notice_limits.apac_weekend_hours], now)


def goes_on_for_long(incident: Incident, handbook: Handbook, now: datetime) -> bool:
    """Tell whether an emergency has been open so long that an account escalation is offered."""
    return now - incident.created_at > timedelta(minutes=handbook.notice_limits.account_escalation_minutes)
