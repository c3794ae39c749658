"""The error contract. Every error answer is `{"error": {"code", "message", "details", "retryable"}}`.

code                    status  when
bad_request             400     the request is malformed; details.fields names what
unauthenticated         401     no live session, or a token that does not prove who asks
forbidden               403     this person may not; details.kind names what
not_found               404     there is no such thing
method_not_allowed      405     wrong verb
already_open            409     another tool opened it; details.url leads there, details.despite: a reason goes past it
too_large               413     the body is larger than anything this API takes
unsupported_media_type  415     the body is not JSON
idempotency_mismatch    422     the Idempotency-Key was used for another request
invalid                 422     a text is blank, too long, or holds what cannot be stored; details.fields
refused                 422     a rule says no; details.rule names it
rate_limited            429     too many requests; details.retry_after in seconds
internal                500     our fault; details.request_id finds it in the log
unavailable             503     details.what is down
"""

import logging
from enum import StrEnum
from typing import Any

from flask import Flask, Response, g, jsonify
from werkzeug.exceptions import HTTPException

from backend.domain.eligibility.answers import BadAnswer
from backend.domain.text import printable
from backend.mirror.ticket_reader import TicketUnknown
from backend.operations.engine.request import RuleViolation
from backend.operations.engine.service import AlreadyOpenElsewhere
from backend.panel.schemas.access import ErrorAnswer, ErrorBody
from backend.store.accepting import KeyReused
from backend.store.faults import StoreDown
from backend.telemetry.repetition import EACH
from backend.vendors.errors import VendorError

log = logging.getLogger(__name__)


class Code(StrEnum):
    """The closed list of codes."""

    bad_request = "bad_request"
    unauthenticated = "unauthenticated"
    forbidden = "forbidden"
    not_found = "not_found"
    method_not_allowed = "method_not_allowed"
    already_open = "already_open"
    too_large = "too_large"
    unsupported_media_type = "unsupported_media_type"
    idempotency_mismatch = "idempotency_mismatch"
    invalid = "invalid"
    refused = "refused"
    rate_limited = "rate_limited"
    internal = "internal"
    unavailable = "unavailable"


STATUS = {
    Code.bad_request: 400,
    Code.unauthenticated: 401,
    Code.forbidden: 403,
    Code.not_found: 404,
    Code.method_not_allowed: 405,
    Code.already_open: 409,
    Code.too_large: 413,
    Code.unsupported_media_type: 415,
    Code.idempotency_mismatch: 422,
    Code.invalid: 422,
    Code.refused: 422,
    Code.rate_limited: 429,
    Code.internal: 500,
    Code.unavailable: 503,
}
RETRYABLE = {Code.rate_limited, Code.internal, Code.unavailable}
# The first code with a status stands for what Flask itself raises with that status.
BY_STATUS = {status: code for code, status in reversed(STATUS.items())}


class ApiError(Exception):
    """Ends a request with an error answer."""

    def __init__(self, code: Code, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.details = details


def unproven(message: str) -> ApiError:
    """Say that a request does not prove who asks."""
    return ApiError(Code.unauthenticated, message)


def answer(code: Code, message: str, **details: Any) -> Response:
    """Make an error answer."""
    body = ErrorBody(code=code, message=printable(message), details=printable(details), retryable=code in RETRYABLE)
    response = jsonify(ErrorAnswer(error=body).model_dump(mode="json"))
    response.status_code = STATUS[code]
    if code is Code.rate_limited:
        response.headers["Retry-After"] = str(details.get("retry_after", 1))
    return response


def register(app: Flask) -> None:
    """Turn everything that can be raised into its answer."""
    app.register_error_handler(ApiError, lambda e: answer(e.code, str(e), **e.details))
    app.register_error_handler(RuleViolation, _refused)
    app.register_error_handler(TicketUnknown, lambda e: answer(Code.not_found, str(e)))
    app.register_error_handler(VendorError, lambda e: answer(Code.unavailable, e.for_people, what=e.vendor))
    app.register_error_handler(StoreDown, lambda e: answer(Code.unavailable, str(e), what="database"))
    app.register_error_handler(KeyReused, _key_reused)
    app.register_error_handler(AlreadyOpenElsewhere, _already_open)
    app.register_error_handler(BadAnswer, _bad_answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _internal)


def _key_reused(error: KeyReused) -> Response:
    return answer(Code.idempotency_mismatch, "this Idempotency-Key was used for another request: take a new one")


def _refused(error: RuleViolation) -> Response:
    where = {"url": error.url} if error.url else {}
    return answer(Code.refused, error.because, rule=error.rule, **where)


def _already_open(error: AlreadyOpenElsewhere) -> Response:
    return answer(
        Code.already_open, str(error), url=error.blocker.url, reference=error.blocker.reference, despite=error.despite
    )


def _bad_answer(error: BadAnswer) -> Response:
    return answer(Code.bad_request, str(error), fields={f"answers.{error.key}": error.reason})


def _http(error: HTTPException) -> Response:
    code = BY_STATUS.get(error.code or 500, Code.bad_request if (error.code or 500) < 500 else Code.internal)
    response = answer(code, error.description or error.name)
    if error.code == 405 and "Allow" in (headers := dict(error.get_headers())):
        response.headers["Allow"] = headers["Allow"]
    return response


def _internal(error: Exception) -> Response:
    log.exception("request %s failed", g.get("request_id"), extra={EACH: True})
    return answer(Code.internal, "something went wrong on our side", request_id=g.get("request_id"))
