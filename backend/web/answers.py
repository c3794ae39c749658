"""Sending what the composers made."""

from collections.abc import Callable

from flask import Response, request

from backend.panel.answers import Answer, as_json
from backend.panel.schemas.base import Shape

SMALL = 1400
"""Bytes that fit into one packet: packing them gains nothing."""


def shown(shape: Shape, status: int = 200) -> Response:
    """Send a schema as JSON."""
    return Response(as_json(shape), status, mimetype="application/json")


def polled(answer: Answer) -> Response:
    """Send an answer that is asked for again and again: 304 while it is the same."""
    # Weak, because two answers of one tag may differ in their times of reading and in how they are compressed.
    headers = {
        "ETag": f'W/"{answer.etag}"',
        "Cache-Control": "private, no-cache",
        "X-As-Of": answer.sources.as_of,
        "Vary": "Accept-Encoding",
    }
    # One without a body was composed so, because the caller has the same answer already.
    if not answer.body or ((holds := held()) and holds(answer.etag)):
        return Response(status=304, headers=headers)
    # BREACH needs a secret in the same answer as text of strangers: there is none here, so compression is safe.
    if len(answer.body) > SMALL and _wants_gzip():
        return Response(answer.packed, mimetype="application/json", headers=headers | {"Content-Encoding": "gzip"})
    return Response(answer.body, mimetype="application/json", headers=headers)


def held() -> Callable[[str], bool] | None:
    """Give what tells of an answer's name whether the caller holds it; None = the caller holds nothing."""
    return request.if_none_match.contains_weak if "If-None-Match" in request.headers else None


def _wants_gzip() -> bool:
    wanted = request.accept_encodings.quality("gzip")
    return bool(wanted and wanted >= request.accept_encodings.quality("identity"))
