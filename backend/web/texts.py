"""What a page says and a macro does before somebody sends them, and a reply that was sent. All of it only reads."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g

from backend.domain.paging.plan import emergency_page
from backend.domain.text import words_of
from backend.operations.emergency.call_manager import CallManagerKind
from backend.operations.emergency.page_backup_pool import PageBackupPoolKind
from backend.operations.emergency.page_by_summary import PageBySummaryKind, WithSummary
from backend.operations.emergency.trigger_emergency import TriggerEmergency, TriggerEmergencyKind, message
from backend.operations.engine.request import Request
from backend.operations.ticket.apply_macro import ApplyMacro, trial
from backend.panel.schemas.texts import MacroTrialOut, PageMessageOut, ReplyOut
from backend.vendors.errors import NotFound, VendorRejected
from backend.web.answers import shown
from backend.web.bodies import json_object, parse
from backend.web.errors import ApiError, Code
from backend.web.guards import acting, per_agent, signed_in, ticket_read, within_reach
from backend.web.limits import READS
from backend.web.services import services

JUST_SENT = timedelta(days=1)
"""A reply older than this is no longer the one that somebody wants to record."""

BY_SUMMARY: dict[str, PageBySummaryKind[Any]] = {kind.name: kind for kind in (CallManagerKind(), PageBackupPoolKind())}

blueprint = Blueprint("texts", __name__, url_prefix="/api/tickets/<ticket:ticket_id>")


@blueprint.post("/page-message")
@signed_in
@per_agent(READS)
def page_message(ticket_id: int) -> Response:
    """Tell what PagerDuty would show of this page."""
    body = parse(TriggerEmergency, json_object())
    deps, request = services().deps, _asked(ticket_id)
    context = TriggerEmergencyKind().prepare(request, body)
    title = emergency_page(deps.handbook, ticket_id).title
    return shown(PageMessageOut(title=title, details=message(deps, ticket_id, g.agent.name, body, context)))


@blueprint.post("/page-message/<any(call_manager, page_backup_pool):kind>")
@signed_in
@per_agent(READS)
def summary_message(ticket_id: int, kind: str) -> Response:
    """Tell what PagerDuty would show of a call of the manager, or of a page of the backup pool."""
    body = parse(WithSummary, json_object())
    deps, request, paging = services().deps, _asked(ticket_id), BY_SUMMARY[kind]
    paging.prepare(request, paging.Body(summary=body.summary))
    title = paging.plan(deps.handbook, ticket_id, body.summary).title
    return shown(PageMessageOut(title=title, details=paging.details(deps, ticket_id, g.agent.name, body.summary)))


@blueprint.get("/macros/<ticket:macro_id>/trial")
@signed_in
@per_agent(READS)
def macro_trial(ticket_id: int, macro_id: int) -> Response:
    """Read from Zendesk what applying a macro now would do to the ticket."""
    try:
        found = trial(_asked(ticket_id), ApplyMacro(macro_id=macro_id))
    except VendorRejected as error:
        raise ApiError(Code.refused, error.for_people, rule="macro_trial") from error
    return shown(MacroTrialOut.of(found))


def _asked(ticket_id: int) -> Request:
    """Make the request that an operation's rules judge, of whoever asks; the ticket is read first."""
    deps = services().deps
    ticket_read(ticket_id)
    snapshot, now, past = deps.mirror.snapshot(ticket_id), deps.clock(), services().operations.past
    return Request(deps, snapshot, acting(), ticket_id, now, past=lambda: past(ticket_id))


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
    mine = [reply for reply in replies if reply.author_id == g.agent.id]
    return shown(ReplyOut(text=words_of(mine[-1].html) if mine else None))
