"""Every request has an id, is counted, and is logged if it changed something or went wrong."""

import logging
import secrets
import time
from functools import cache

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from backend.telemetry.metrics import REQUEST_SECONDS, REQUESTS

log = logging.getLogger(__name__)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def register(app: Flask) -> None:
    """Give each request an id, and a place in the metrics and in the log."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        measure(response)
        return response


def measure(response: Response) -> None:
    """Count a request; log it if it changed something or went wrong: good reads are many and say nothing."""
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    rule, verb, status = request.url_rule, request.method, response.status_code
    route = rule.rule if rule else "none"
    method = verb if verb in METHODS else "other"
    _counted(method, route, status).inc()
    _timed(route).observe(seconds)
    if status >= 400 or (method == "POST" and route.endswith("/operations")):
        level = logging.ERROR if status >= 500 else logging.INFO
        log.log(level, "%s %s: %s in %.0f ms", method, route, status, seconds * 1000)


@cache
def _counted(method: str, route: str, status: int) -> Counter:
    return REQUESTS.labels(method, route, status)


@cache
def _timed(route: str) -> Histogram:
    return REQUEST_SECONDS.labels(route)
