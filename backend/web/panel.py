"""The panel of a ticket, and the verdict on a set of answers. Both only read."""

from datetime import UTC, datetime

from flask import Blueprint, Response, g, request

from backend.domain.clock import YEARS
from backend.domain.continuing import problem_of
from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.eligibility.holding import what_holds
from backend.domain.tickets import LARGEST_TICKET_ID, Ticket
from backend.mirror.ticket_reader import TicketUnknown
from backend.panel.assessment import assessment_part
from backend.panel.schemas.assessment import ContinuesOut
from backend.web.answers import held, polled, shown
from backend.web.bodies import json_object
from backend.web.errors import ApiError, Code
from backend.web.guards import bearer, cold_read, per_agent, signed_in, ticket_read, within_reach
from backend.web.limits import READS
from backend.web.services import services

blueprint = Blueprint("panel", __name__, url_prefix="/api/tickets/<ticket:ticket_id>")


@blueprint.get("/panel")
def panel(ticket_id: int) -> Response:
    """Answer with one page of truth; 304 while nothing but the time of reading has changed."""
    parts = services()
    agent_id = parts.sessions.agent_id(bearer())
    parts.limits.spend(READS, str(agent_id))
    seen = seen_change(request.args.get("updated_at"))
    standing = parts.deps.mirror.standing(ticket_id)
    # The ticket is on its way while the agent's role is looked up.
    finish = parts.tickets.begin(ticket_id, seen, cold_read(agent_id), standing)
    agent = g.agent = parts.agents.get(agent_id)
    # Has the copy been read since, maybe?
    later = finish() or agent.reach.restriction is not None
    within_reach(ticket_id)
    return polled(parts.panels.answer(ticket_id, agent.reach, held(), None if later else standing))


@blueprint.post("/assessment")
@signed_in
@per_agent(READS)
def assessment(ticket_id: int) -> Response:
    """Judge a set of answers; writes nothing."""
    body = json_object()
    answers, when = body.get("answers"), body.get("as_of")
    if not isinstance(answers, dict) or not isinstance(when, str | None):
        raise ApiError(Code.bad_request, "send answers as an object, as_of as a time", fields={"answers": "object"})
    now = moment(when, "as_of") or services().deps.clock()
    continues = other_ticket(body.get("continues"))
    ticket_read(ticket_id)
    ticket = services().deps.mirror.tickets.get(ticket_id)
    if ticket is None:
        raise ApiError(Code.unavailable, "the ticket could not be read from Zendesk", what="Zendesk")
    handbook = services().deps.handbook
    found = assess(parse_answers(answers, handbook), ticket, handbook, now)
    holding = what_holds(found, services().composer.decision(ticket_id, now), ticket, handbook)
    goes_on = continuing(continues, ticket) if continues else None
    return shown(assessment_part(holding, ticket, handbook, now, goes_on))


def continuing(number: int, ticket: Ticket) -> ContinuesOut:
    """Read the other ticket that is to go on, and tell why it cannot; a ticket out of reach is as good as missing."""
    try:
        ticket_read(number)
    except TicketUnknown:
        return ContinuesOut(ticket=number, problem="missing")
    except ApiError as error:
        if error.code not in (Code.forbidden, Code.unavailable):
            raise
        return ContinuesOut(ticket=number, problem="missing" if error.code == Code.forbidden else "unread")
    other = services().deps.mirror.tickets.get(number)
    return ContinuesOut(ticket=number, problem=problem_of(other, ticket) if other else "unread")


def other_ticket(given: object) -> int | None:
    """Read a ticket's number, or None where none is given; raise ApiError for anything else."""
    if given is None:
        return None
    if type(given) is not int or not 0 < given <= LARGEST_TICKET_ID:
        raise ApiError(Code.bad_request, "send continues as the number of a ticket", fields={"continues": "number"})
    return given


def seen_change(text: str | None) -> datetime | None:
    """Read when the caller saw the ticket change; None when it says nothing, or a time beyond all use."""
    time = utc(text, "updated_at") if text else None
    return time if time is None or time.year in YEARS else None


def moment(text: str | None, field: str) -> datetime | None:
    """Read an ISO 8601 time with its zone, within bounds; None when there is none."""
    time = utc(text, field) if text else None
    if time and time.year not in YEARS:
        raise no_time(field)
    return time


def utc(text: str, field: str) -> datetime:
    """Read an ISO 8601 time; at the ends of the calendar, where zones cannot be told apart, as if in UTC."""
    try:
        # In a query an unescaped + arrives as a blank.
        time = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise no_time(field) from error
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:
        return time.replace(tzinfo=UTC)


def no_time(field: str) -> ApiError:
    """Say what a time looks like."""
    words = f"{field} must be a time such as 2026-01-31T09:00:00Z"
    return ApiError(Code.bad_request, words, fields={field: "no time"})
