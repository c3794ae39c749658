"""The door before all stand-ins: one lock, fault injection, and the record of what was asked and written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Response

from sandbox import faults
from sandbox.record import Call

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from sandbox.world import World

ROOTS = (("pagerduty", "/pagerduty"), ("gitlab", "/gitlab/api/v4"), ("slack", "/slack/api"))
ZENDESK_PATHS = ("/api/v2", "/oauth/")
PAGES = "/_pages"
READS = ("GET", "HEAD", "OPTIONS")


class ConnectionDropped(ConnectionError):
    """End a connection without an answer; `abort` sends a TCP reset instead of an orderly close."""

    def __init__(self, *, abort: bool) -> None:
        super().__init__("connection dropped on request")
        self.abort = abort


def locate(environ: WSGIEnvironment) -> tuple[str, str] | None:
    """Return vendor and path below its root, or None for pages and control."""
    path: str = environ["PATH_INFO"]
    if path.startswith(ZENDESK_PATHS):
        return "zendesk", path
    for vendor, root in ROOTS:
        if path.startswith(root + "/"):
            return vendor, path[len(root) :]
    return None


def _is_page_visit(environ: WSGIEnvironment) -> bool:
    """Tell a person's browser from an API client: an incident's page and API share a path here."""
    return (
        environ["PATH_INFO"].startswith("/pagerduty/incidents/")
        and environ["REQUEST_METHOD"] == "GET"
        and "HTTP_AUTHORIZATION" not in environ
        and "text/html" in environ.get("HTTP_ACCEPT", "")
    )


def _drain(environ: WSGIEnvironment) -> bytes:
    """Read the whole body first: a connection can only be reused when nothing is left in it."""
    source = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        body: bytes = source.read()
    else:
        body = source.read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


def _parsed(body: bytes, content_type: str) -> Any:
    if not body:
        return None
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode("utf-8", "replace")))
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _status(vendor: str, answer: Response) -> int:
    """Tell how a request went: Slack refuses with status 200 and a word."""
    refused = vendor == "slack" and not (answer.get_json(silent=True) or {}).get("ok")
    return 400 if refused else answer.status_code


class Gate:
    """WSGI middleware around the Flask application."""

    def __init__(self, app: WSGIApplication, world: World) -> None:
        self._app = app
        self._world = world

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        body = _drain(environ)
        if _is_page_visit(environ):
            environ["PATH_INFO"] = PAGES + environ["PATH_INFO"]
        place = locate(environ)
        if place is None:
            with self._world.lock:
                answer = self._answer(environ)
        else:
            answer = self._vendor_answer(environ, *place, body)
        return answer(environ, start_response)

    def _vendor_answer(self, environ: WSGIEnvironment, vendor: str, path: str, body: bytes) -> Response:
        method, query = environ["REQUEST_METHOD"].upper(), environ.get("QUERY_STRING", "")
        with self._world.lock:
            call = self._world.record.begin(vendor, method, path, query)
            limit = self._world.limits.take(vendor, method, path)
            words = f"{query}\n{body.decode('utf-8', 'replace')}"
            fault = None if limit else self._world.faults.take(vendor, method, path, words)
        answer = limit.answer() if limit else self._before_commit(fault)
        if answer is None:
            answer = self._after_commit(fault, self._commit(environ, call, body))
        call.status = answer.status_code
        return answer

    def _commit(self, environ: WSGIEnvironment, call: Call, body: bytes) -> Response:
        if call.vendor == "zendesk":
            # Zendesk answers with and without the suffix; the routes know one form.
            environ["PATH_INFO"] = environ["PATH_INFO"].removesuffix(".json")
        with self._world.lock:
            answer = self._answer(environ)
            parsed = _parsed(body, environ.get("CONTENT_TYPE", ""))
            self._world.record.commit(call, _status(call.vendor, answer), parsed)
        return answer

    def _answer(self, environ: WSGIEnvironment) -> Response:
        answer = Response.from_app(self._app, environ, buffered=True)
        if environ["REQUEST_METHOD"] not in READS:
            self._world.tell()
        return answer

    def _before_commit(self, fault: faults.Fault | None) -> Response | None:
        if fault is None:
            return None
        if fault.mode in ("timeout", "slow"):
            self._world.pause(fault.delay)
        if fault.mode in ("reset", "timeout"):
            raise ConnectionDropped(abort=fault.mode == "reset")
        early = {"error": faults.error_answer, "rate_limit": faults.rate_limit_answer}.get(fault.mode)
        return early(fault) if early else None

    def _after_commit(self, fault: faults.Fault | None, answer: Response) -> Response:
        if fault is None:
            return answer
        if fault.mode == "slow_after_commit":
            self._world.pause(fault.delay)
        if fault.mode == "drop_after_commit":
            raise ConnectionDropped(abort=False)
        if fault.mode in ("drip", "half_close"):
            answer.headers[faults.ON_THE_WIRE] = fault.mode
        if fault.mode == "truncated":
            return faults.cut_in_half(answer)
        return faults.html_answer(fault) if fault.mode == "html" else answer
