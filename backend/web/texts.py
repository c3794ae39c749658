"""The words of a page before it is sent, and of a reply that was sent. Both only read."""

from datetime import timedelta

from flask import Blueprint, Response, g

from backend.domain.paging.plan import emergency_page
from backend.domain.text import words_of
from backend.operations.emergency.trigger_emergency import TriggerEmergency, TriggerEmergencyKind, message
from backend.operations.engine.model import Request
from backend.panel.schemas.texts import PageMessageOut, ReplyOut
from backend.vendors.errors import NotFound
from backend.web.answers import shown
from backend.web.bodies import json_object, parse
from backend.web.errors import ApiError, Code
from backend.web.guards import acting, per_agent, signed_in, ticket_read, within_reach
from backend.web.limits import READS
from backend.web.services import services

JUST_SENT = timedelta(days=1)
"""A reply older than this is no longer the one that somebody wants to record."""

blueprint = Blueprint("texts", __name__, url_prefix="/api/tickets/<ticket:ticket_id>")


@blueprint.post("/page-message")
@signed_in
@per_agent(READS)
def page_message(ticket_id: int) -> Response:
    """Tell what PagerDuty would show of this page."""
    body = parse(TriggerEmergency, json_object())
    deps = services().deps
    ticket_read(ticket_id)
    request = Request(deps, deps.mirror.snapshot(ticket_id), acting(), ticket_id, deps.clock())
    context = TriggerEmergencyKind().prepare(request, body)
    title = emergency_page(deps.handbook, ticket_id).title
    return shown(PageMessageOut(title=title, details=message(deps, ticket_id, g.agent.name, body, context)))


@blueprint.get("/last-reply")
@signed_in
@per_agent(READS)
def last_reply(ticket_id: int) -> Response:
    """Read from Zendesk what whoever asks wrote to the customer last, within a day."""
    within_reach(ticket_id)
    deps = services().deps
    try:
        replies = deps.zendesk.public_replies(ticket_id, deps.clock() - JUST_SENT)
    except NotFound as error:
        raise ApiError(Code.not_found, "there is no such ticket") from error
    mine = [one for one in replies if one.author_id == g.agent.id]
    return shown(ReplyOut(text=words_of(mine[-1].html) if mine else None))
