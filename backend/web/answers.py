"""Sending what the composers made."""

from flask import Response, request

from backend.panel.answers import Answer, as_json
from backend.panel.schemas.base import Shape


def shown(shape: Shape, status: int = 200) -> Response:
    """Send a schema as JSON."""
    return Response(as_json(shape), status, mimetype="application/json")


def polled(answer: Answer) -> Response:
    """Send an answer that is asked for again and again: 304 while it is the same."""
    headers = {"ETag": f'"{answer.etag}"', "Cache-Control": "private, no-cache", "X-As-Of": answer.as_of}
    response = Response(answer.body, mimetype="application/json", headers=headers)
    response.make_conditional(request)
    # gunicorn writes the date; two of them would be an error.
    del response.headers["Date"]
    return response
