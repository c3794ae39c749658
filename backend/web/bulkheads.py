"""Requests wait for vendors within the bulkhead's bounds."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from backend.vendors.bulkhead import Bulkhead

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def register(app: Flask, bulkhead: Bulkhead) -> None:
    """Count the waits of every request."""
    inner = app.wsgi_app

    def bounded(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with bulkhead.request():
            return inner(environ, start_response)

    app.wsgi_app = bounded  # type: ignore[method-assign]
