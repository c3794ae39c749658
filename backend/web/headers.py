"""Headers on the way out: what may run and frame our pages, and which other origins may call the API."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask
from flask_cors import CORS

from backend.settings import Settings
from backend.web.first_paint import FIRST_STYLE_HASH

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NEVER_KEPT = ("Cache-Control", "no-store")
"""What an answer says that says nothing of how long it may be kept."""


def register(app: Flask, settings: Settings) -> None:
    """Give each answer its security headers, and the configured origins their access."""
    inner, always = app.wsgi_app, list(security_headers(settings).items())

    def secured(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *of: Any) -> Callable[[bytes], object]:
            kept = any(name == "Cache-Control" for name, _ in headers)
            # No view sets any of these. Here adding them costs a tenth of what it does in Flask.
            return start_response(status, headers + always + ([] if kept else [NEVER_KEPT]), *of)

        return inner(environ, begin)

    app.wsgi_app = secured  # type: ignore[method-assign]
    if settings.allowed_origins:
        CORS(
            app,
            resources=r"/api/.*",
            origins=list(settings.allowed_origins),
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"],
            expose_headers=["ETag", "X-As-Of", "X-Request-Id", "Retry-After"],
            max_age=600,
        )


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
