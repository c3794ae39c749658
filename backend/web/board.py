"""The shift board: its page, what is open, the past, and what a shift needs that belongs to no ticket."""

from contextlib import suppress

from flask import Blueprint, Response, g, request

from backend.mirror.ticket_reader import TicketUnknown
from backend.operations.engine.request import Request
from backend.operations.shift.cover_shift import CoverShift, CoverShiftKind
from backend.operations.shift.post_hand_off import MOST_READ
from backend.panel.board import PAGES, ROWS
from backend.panel.cover import cover_schedule
from backend.panel.schemas.shift import CoverCheckOut
from backend.store.operation_rows import BOARD
from backend.vendors.errors import VendorError
from backend.web.answers import polled, shown
from backend.web.bodies import json_object, parse
from backend.web.errors import ApiError, Code
from backend.web.guards import acting, managers_only, per_agent
from backend.web.limits import OPERATIONS, READS
from backend.web.operations import start
from backend.web.services import services
from backend.web.sidebar import open_session, page, refusal

blueprint = Blueprint("board", __name__)


@blueprint.post("/board")
def board_page() -> Response:
    """Answer Zendesk's signed form with the board's page."""
    try:
        session = open_session(request.form.get("token", ""))
        if session.agent.role != "manager":
            raise ApiError(Code.forbidden, "the shift board is for Support Managers")
        return page(session, "board")
    except ApiError as error:
        return refusal(str(error), error.code)
    except VendorError as error:
        return refusal(str(error), Code.unavailable)


@blueprint.get("/api/board")
@managers_only
@per_agent(READS)
def board() -> Response:
    """Answer with the shift; 304 while nothing but the time of reading has changed."""
    asked = request.args.get("rows", str(ROWS))
    if asked not in map(str, PAGES):
        raise ApiError(Code.bad_request, f"ask for {', '.join(map(str, PAGES))} rows", fields={"rows": "not offered"})
    answer = services().board.answer(int(asked))
    # Read for the first time what nobody has looked at: then it is on the board as soon as its row is.
    return polled(services().board.answer(int(asked)) if services().emergency_tickets.look() else answer)


@blueprint.get("/api/board/hand-off")
@managers_only
@per_agent(READS)
def hand_off() -> Response:
    """Write the state of the shift down, for whoever asks to hand it over.

    What nobody has looked at is read meanwhile: before the text is posted, its customers' names have to be known.
    """
    for ticket_id in sorted(services().deps.board.snapshot().unread)[:MOST_READ]:
        with suppress(TicketUnknown):
            services().tickets.begin(ticket_id)
    return shown(services().board.hand_off(g.agent))


@blueprint.post("/api/board/cover-check")
@managers_only
@per_agent(READS)
def cover_check() -> Response:
    """Tell what cover would do, and what speaks against it; writes nothing."""
    body, deps = parse(CoverShift, json_object()), services().deps
    asked = Request(deps, deps.mirror.snapshot(BOARD), acting(), BOARD, deps.clock())
    context = CoverShiftKind().prepare(asked, body)
    schedule = cover_schedule(context.schedule_id or "", deps.handbook)
    return shown(CoverCheckOut(schedule=schedule, instead_of=context.instead_of, warnings=context.warnings))


@blueprint.get("/api/board/trends")
@managers_only
@per_agent(READS)
def trends() -> Response:
    """Answer with the past weeks."""
    return shown(services().trends.part())


@blueprint.post("/api/board/operations")
@managers_only
@per_agent(OPERATIONS)
def create() -> Response:
    """Do one thing for the shift, once."""
    return start(BOARD)
