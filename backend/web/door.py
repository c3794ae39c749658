"""What every request passes: its id, who asks, and headers on the way out."""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from backend.settings import Settings
from backend.store.agents import AgentRow
from backend.web.errors import ApiError, Code
from backend.web.first_paint import FIRST_STYLE_HASH
from backend.web.parts import parts

P = ParamSpec("P")
R = TypeVar("R")
BEARER = re.compile(r"Bearer ([A-Za-z0-9_.-]{1,4096})")
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes: the longest texts of a form, every character escaped, fit."""


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only for a live session; the agent is in `g.agent`."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        g.agent = agent_of_request()
        return view(*args, **kwargs)

    return checked


def bearer() -> str:
    """Read the session token of the request."""
    found = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if not found:
        raise ApiError(Code.unauthenticated, "send the session as a Bearer token")
    return found[1]


def agent_of_request() -> AgentRow:
    """Give the agent whose session the request carries."""
    return parts().agents.get(parts().sessions.agent_id(bearer()))


def json_object() -> dict[str, Any]:
    """Read the body as a JSON object."""
    if not request.is_json:
        raise ApiError(Code.unsupported_media_type, "send JSON with Content-Type: application/json")
    try:
        body = request.get_json()
    except RecursionError as error:
        raise ApiError(Code.bad_request, "the body is nested too deeply") from error
    if not isinstance(body, dict):
        raise ApiError(Code.bad_request, "the body must be a JSON object")
    return body


def register(app: Flask, settings: Settings) -> None:
    """Give each request an id, and each answer its security headers."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    policy = content_security_policy(settings)

    @app.before_request
    def name() -> None:
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers["X-Request-Id"] = g.get("request_id", "")
        headers.setdefault("Cache-Control", "no-store")
        if settings.zendesk_url.startswith("https://"):
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


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
