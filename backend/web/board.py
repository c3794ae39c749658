"""The shift board: its page, what is open, the past, and what a shift needs that belongs to no ticket."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, Response, g, jsonify, request

from backend.store.operation_rows import BOARD
from backend.vendors.errors import VendorError
from backend.web.errors import ApiError, Code
from backend.web.guards import per_agent, signed_in
from backend.web.limits import OPERATIONS, READS
from backend.web.operations import start
from backend.web.panel import polled
from backend.web.services import services
from backend.web.sidebar import open_session, page, refusal

P = ParamSpec("P")
R = TypeVar("R")

blueprint = Blueprint("board", __name__)


def managers_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only for a manager's live session."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if g.agent.role != "manager":
            raise ApiError(Code.forbidden, "the shift board is for Support Managers")
        if g.agent.reach.restriction is not None:
            raise ApiError(Code.forbidden, "the shift board shows all tickets, and Zendesk lets you see only some")
        return view(*args, **kwargs)

    return signed_in(checked)


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
    return polled(services().board.answer())


@blueprint.get("/api/board/hand-off")
@managers_only
@per_agent(READS)
def hand_off() -> Response:
    """Write the state of the shift down."""
    return jsonify(services().board.hand_off().model_dump(mode="json"))


@blueprint.get("/api/board/trends")
@managers_only
@per_agent(READS)
def trends() -> Response:
    """Answer with the past weeks."""
    return jsonify(services().trends.part().model_dump(mode="json"))


@blueprint.post("/api/board/operations")
@managers_only
@per_agent(OPERATIONS)
def create() -> tuple[Response, int]:
    """Do one thing for the shift, once."""
    return start(BOARD)
