"""What every request passes: its id, who asks and how often, and headers on the way out."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_cors import CORS
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.domain.access import may_see
from backend.settings import Settings
from backend.store.agents import AgentRow
from backend.telemetry.metrics import REQUEST_SECONDS, REQUESTS
from backend.web.errors import ApiError, Code
from backend.web.first_paint import FIRST_STYLE_HASH
from backend.web.limits import Limit
from backend.web.services import services

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
BEARER = re.compile(r"Bearer ([A-Za-z0-9_.-]{1,4096})")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes: the longest texts of a form, every character escaped, fit."""


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only for a live session; the agent is in `g.agent`."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        g.agent = agent_of_request()
        return view(*args, **kwargs)

    return checked


def per_agent(limit: Limit) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Limit how often an agent may call a view; stands below `signed_in`."""

    def limited(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            services().limits.spend(limit, str(g.agent.id))
            return view(*args, **kwargs)

        return counted

    return limited


def within_reach(ticket_id: int) -> None:
    """Raise ApiError unless Zendesk lets the agent see a ticket."""
    reach = g.agent.reach
    if reach.restriction is None:
        return
    # Whoever was shown a ticket a while ago need not be allowed to see it now.
    services().tickets.refresh(ticket_id)
    known = services().deps.mirror.tickets.get(ticket_id)
    if known is None:
        raise ApiError(Code.unavailable, "Zendesk cannot be asked now whether you may see this ticket", what="Zendesk")
    if not may_see(reach, known.ticket):
        raise ApiError(
            Code.forbidden,
            f"Zendesk shows you only tickets {reach.words}, and this is none of them",
            restriction=reach.restriction,
        )


def bearer() -> str:
    """Read the session token of the request."""
    found = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if not found:
        raise ApiError(Code.unauthenticated, "send the session as a Bearer token")
    return found[1]


def agent_of_request() -> AgentRow:
    """Give the agent whose session the request carries."""
    return services().agents.get(services().sessions.agent_id(bearer()))


def json_object() -> dict[str, Any]:
    """Read the body as a JSON object."""
    if not request.is_json:
        raise ApiError(Code.unsupported_media_type, "send JSON with Content-Type: application/json")
    if len(request.get_data()) >= LARGEST_BODY:
        # A body that comes in pieces has no length to refuse it by: it is cut off there instead.
        raise ApiError(Code.too_large, "the body is larger than anything this API takes")
    try:
        body = request.get_json()
    except RecursionError as error:
        raise ApiError(Code.bad_request, "the body is nested too deeply") from error
    if not isinstance(body, dict):
        raise ApiError(Code.bad_request, "the body must be a JSON object")
    return body


def register(app: Flask, settings: Settings) -> None:
    """Give each request an id and a place in the metrics, and each answer its security headers."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    # A path with doubled slashes would be answered by a redirect to wherever the Host header says.
    app.url_map.merge_slashes = False
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    fixed = security_headers(settings)

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        # No view sets any of these, and adding costs less than replacing.
        response.headers.extend({**fixed, "X-Request-Id": g.get("request_id", "")})
        response.headers.setdefault("Cache-Control", "no-store")
        measure(response)
        return response

    if settings.allowed_origins:
        CORS(
            app,
            resources=r"/api/.*",
            origins=list(settings.allowed_origins),
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"],
            expose_headers=["ETag", "X-As-Of", "X-Request-Id", "Retry-After"],
            max_age=600,
        )


def measure(response: Response) -> None:
    """Count a request; log it if it changed something or went wrong: good reads are many and say nothing."""
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, route, response.status_code).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    if response.status_code >= 400 or (method == "POST" and route.endswith("/operations")):
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        log.log(level, "%s %s: %s in %.0f ms", method, route, response.status_code, seconds * 1000)


def security_headers(settings: Settings) -> dict[str, str]:
    """Write the headers that every answer carries, errors included."""
    always = {
        "Content-Security-Policy": content_security_policy(settings),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
    https = settings.zendesk_url.startswith("https://")
    return always | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})


def content_security_policy(settings: Settings) -> str:
    """Allow our own files, the app framework's script, and Zendesk as the only one to frame us."""
    sdk = urlsplit(settings.zaf_sdk_url)
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {sdk.scheme}://{sdk.netloc}",
        "style-src": f"'self' {FIRST_STYLE_HASH}",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": settings.zendesk_url,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
