"""The pages of a ticket and of others, each with what is known of it."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.paging.clock import page_clock
from backend.domain.paging.escalation import next_escalation
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import Pages
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.incidents import EscalatesOut, IncidentOut, MergedIntoOut, OtherPageOut


def incident_part(
    incident: Incident, known: Sequence[Incident], ticket: Ticket | None, handbook: Handbook, now: datetime
) -> IncidentOut:
    """Show a page and its clock."""
    escalates, merged = next_escalation(incident, handbook, now), incident.merged_into
    target = next((other for other in known if merged and other.id == merged.id), None)
    clock = page_clock(incident, ticket, handbook, now)
    return IncidentOut.of(
        incident,
        meaning=getattr(handbook.pagerduty.meaning, incident.status),
        assignees=incident.assigned_to,
        escalates=EscalatesOut.of(escalates) if escalates else None,
        merged_into=MergedIntoOut.of(target or merged) if merged else None,
        replied_at=clock.first_replied_at,
        clock=clock,
    )


def other_page_part(incident: Incident, pages: Pages) -> OtherPageOut:
    """Show another ticket's page."""
    return OtherPageOut.of(incident, ticket_id=pages.ticket_of(incident))
