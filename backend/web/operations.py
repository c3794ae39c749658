"""Starting operations and seeing how they stand."""

import re
import time

from flask import Blueprint, Response, g, request

from backend.operations.engine.operation import StoredOperation
from backend.operations.engine.service import WAIT_SECONDS
from backend.operations.kinds import KINDS
from backend.panel.operations import operation_part
from backend.store.operation_rows import BOARD, UNFINISHED
from backend.vendors.bulkhead import Crowded, waiting
from backend.web.answers import shown
from backend.web.bodies import json_object, parse
from backend.web.errors import ApiError, Code
from backend.web.guards import acting, board_access, per_agent, signed_in, within_reach
from backend.web.limits import OPERATIONS, READS
from backend.web.services import services

KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")
LEAST_WAIT = 0.5
"""Seconds left for the first step where reading a slow vendor before it has used up the request's time."""
FIRST_STEPS = "first steps"
"""What the bulkhead calls the waits for what the worker's threads do."""

blueprint = Blueprint("operations", __name__, url_prefix="/api")


@blueprint.post("/tickets/<ticket:ticket_id>/operations")
@signed_in
@per_agent(OPERATIONS)
def create(ticket_id: int) -> Response:
    """Do one thing, once: 201 done now, 200 done before, 202 still running."""
    within_reach(ticket_id)
    return start(ticket_id)


def start(ticket_id: int) -> Response:
    """Start what the request asks for on a ticket, or on the board."""
    body = json_object()
    kind = body.pop("kind", None)
    if not isinstance(kind, str):
        raise ApiError(Code.bad_request, "say which kind of operation", fields={"kind": "is missing"})
    if kind not in services().agents.can(g.agent):
        raise forbidden_or_unknown(kind)
    if kind not in KINDS:
        raise ApiError(Code.bad_request, f"there is no operation {kind}", fields={"kind": "is not known"})
    if KINDS[kind].on_board != (ticket_id == BOARD):
        where = "/api/board/operations" if KINDS[kind].on_board else "/api/tickets/{id}/operations"
        raise ApiError(Code.bad_request, f"{kind} belongs to {where}", fields={"kind": "belongs elsewhere"})
    key = idempotency_key()
    agent = g.agent
    actor = acting()
    parsed = parse(KINDS[kind].Body, body)
    if getattr(parsed, "despite", None) is not None and agent.role != "manager":
        raise ApiError(Code.forbidden, "only a manager may go past what is open already", kind=kind)
    began = time.monotonic()
    operation, is_new = services().operations.submit(actor, ticket_id, key, KINDS[kind], parsed)
    try:
        with waiting(FIRST_STEPS):
            operation = services().operations.wait(operation, max(began + WAIT_SECONDS, time.monotonic() + LEAST_WAIT))
    except Crowded:
        # It is under way all the same, and the panel asks how it stands.
        pass
    if operation.state in UNFINISHED:
        return answer(operation, 202)
    return answer(operation, 201 if is_new else 200)


@blueprint.get("/operations/<operation_id>")
@signed_in
@per_agent(READS)
def read(operation_id: str) -> Response:
    """Tell how an operation stands."""
    operation = services().operations.get(operation_id)
    if operation is None:
        raise ApiError(Code.not_found, "there is no such operation")
    if operation.ticket_id == BOARD:
        board_access()
    else:
        within_reach(operation.ticket_id)
    return answer(operation)


def idempotency_key() -> str:
    """Read the caller's key for this intention."""
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise ApiError(
            Code.bad_request,
            "send an Idempotency-Key of 8 to 128 letters, digits, - or _",
            fields={"Idempotency-Key": "is missing" if not key else "is malformed"},
        )
    return key


def forbidden_or_unknown(kind: str) -> ApiError:
    """Tell a kind that this person may not start from one that nobody may."""
    everybody = services().deps.handbook.roles
    kinds = {*everybody.manager.can, *everybody.agent.can, *everybody.light_agent.can}
    if kind not in kinds:
        return ApiError(Code.bad_request, f"there is no operation {kind}", fields={"kind": "is not known"})
    return ApiError(Code.forbidden, f"your role ({g.agent.role}) may not do this", kind=kind)


def answer(operation: StoredOperation, status: int = 200) -> Response:
    """Send an operation."""
    deps = services().deps
    return shown(operation_part(operation, deps.handbook, deps.clock()), status)
