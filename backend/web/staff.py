"""Who could join an emergency, for its ticket and for the shift. Both only read what the store knows."""

from flask import Blueprint, Response

from backend.panel.staff import staff_part, ticket_staff_part
from backend.web.answers import shown
from backend.web.guards import managers_only, per_agent, signed_in, within_reach
from backend.web.limits import READS
from backend.web.services import services

blueprint = Blueprint("staff", __name__)


@blueprint.get("/api/tickets/<ticket:ticket_id>/emergency/staff")
@signed_in
@per_agent(READS)
def of_ticket(ticket_id: int) -> Response:
    """Tell who could join this ticket's emergency, and where to ask."""
    within_reach(ticket_id)
    deps = services().deps
    ticket, seen = deps.mirror.tickets.get(ticket_id), deps.board.snapshot()
    return shown(ticket_staff_part(ticket_id, ticket, seen, deps.engineers, deps.handbook, deps.clock()))


@blueprint.get("/api/board/staff")
@managers_only
@per_agent(READS)
def of_all() -> Response:
    """Tell who could join each of the open emergencies."""
    deps = services().deps
    return shown(staff_part(deps.board.snapshot(), deps.engineers, deps.handbook, deps.clock()))
