"""Sending what the composers made."""

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
    headers = {"ETag": f'W/"{answer.etag}"', "Cache-Control": "private, no-cache", "X-As-Of": answer.sources.as_of}
    response = Response(answer.body, mimetype="application/json", headers=headers)
    if answer.body:
        response.make_conditional(request)
    else:
        # It was composed without a body, because the caller has the same answer already.
        response.status_code = 304
    # BREACH needs a secret in the same answer as text of strangers: there is none here, so compression is safe.
    if response.status_code == 200 and len(answer.body) > SMALL and _wants_gzip():
        response.set_data(answer.packed)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # gunicorn writes the date; two of them would be an error.
    del response.headers["Date"]
    return response


def _wants_gzip() -> bool:
    wanted = request.accept_encodings.quality("gzip")
    return bool(wanted and wanted >= request.accept_encodings.quality("identity"))
