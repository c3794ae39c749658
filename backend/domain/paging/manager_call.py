"""Calling the manager on call about a ticket: what the page looks like, and when it is offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.clock import minutes_between
from backend.domain.hours import is_open
from backend.domain.paging.identity import emergencies, is_manager_call, pool_time
from backend.domain.paging.incident import Incident
from backend.domain.paging.plan import PagePlan
from backend.domain.text import inline
from backend.handbook.model.handbook import Handbook

MANAGER: Literal["manager"] = "manager"
LONGEST_SUMMARY = 200
"""Characters of a summary that a title holds; the page's details hold it whole."""


@dataclass(frozen=True, slots=True)
class ManagerCallOffer:
    """Whether this is the moment to call a manager, and why or from when on."""

    now: bool
    because: str


def manager_page(handbook: Handbook, ticket_id: int, summary: str) -> PagePlan:
    """Plan the page of the managers; the service's own policy says who is paged."""
    pagerduty = handbook.pagerduty
    service = pagerduty.services.support_managers
    title = pagerduty.titles.manager.format(ticket=ticket_id, summary=inline(summary, LONGEST_SUMMARY))
    lines = pagerduty.manual_way.manager
    manual = tuple(line.format(service=service.name, policy="", title=title, summary=summary) for line in lines)
    return PagePlan(service.name, service.id, "", None, title, manual, bool(service.id))


def manager_call(incidents: Iterable[Incident]) -> Incident | None:
    """Give the call that counts: the open one, else the newest."""
    newest_first = sorted(incidents, key=lambda incident: incident.created_at, reverse=True)
    return next((incident for incident in newest_first if incident.is_open), next(iter(newest_first), None))


def calls(incidents: Iterable[Incident], handbook: Handbook) -> list[Incident]:
    """Keep the incidents that call the managers."""
    return [incident for incident in incidents if is_manager_call(incident, handbook)]


def manager_call_offer(incidents: Iterable[Incident], handbook: Handbook, now: datetime) -> ManagerCallOffer:
    """Judge by a ticket's incidents: at once where nobody else is about, after the handbook's minutes otherwise."""
    rules = handbook.pagerduty.manager_call
    running = next((incident for incident in emergencies(incidents, handbook) if incident.is_open), None)
    if running is None:
        return ManagerCallOffer(False, "No emergency is open on this ticket.")
    if pool_time(handbook, now) or not is_open(handbook.hours.schedules[rules.hours], now):
        return ManagerCallOffer(True, "Outside the support hours the manager is called at once.")
    due = running.created_at + timedelta(minutes=rules.after_minutes)
    if now >= due:
        age = minutes_between(running.created_at, now)
        return ManagerCallOffer(True, f"The emergency has been open for {age} minutes.")
    return ManagerCallOffer(False, f"In support hours, call the manager {rules.after_minutes} minutes after the page.")
