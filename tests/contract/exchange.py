"""What went over the wire between the product and a stand-in, as a third party would have recorded it."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.wrappers import Response

ROOMS = {"/pagerduty": "pagerduty", "/gitlab/api/v4": "gitlab", "/slack/api": "slack"}
"""Where each stand-in lives below the sandbox's root; what is below none of these is Zendesk's."""
ZENDESK = ("/api/v2/", "/oauth/")
Json = Any
App = Callable[..., Iterable[bytes]]


@dataclass(frozen=True)
class Exchange:
    """One request of the product and its answer.

    `path` is below the vendor's root and still percent-encoded; `headers` are the names of the request's headers in
    small letters.
    """

    vendor: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: frozenset[str]
    sent: Json
    status: int
    answer: Json


@dataclass
class Recorder:
    """A WSGI layer around the sandbox that keeps each exchange with a vendor."""

    app: App
    exchanges: list[Exchange] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass a request on; keep it with its answer if it was for a vendor."""
        place = _vendor(urlsplit(environ["REQUEST_URI"]).path)
        if place is None:
            return self.app(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        answer = Response.from_app(self.app, environ, buffered=True)
        vendor, path = place
        exchange = Exchange(
            vendor=vendor,
            method=environ["REQUEST_METHOD"],
            path=path,
            query=tuple(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
            headers=_headers(environ),
            sent=_json(body),
            status=answer.status_code,
            answer=_json(answer.get_data()),
        )
        with self._lock:
            self.exchanges.append(exchange)
        return answer(environ, start_response)


def _headers(environ: dict[str, Any]) -> frozenset[str]:
    names = [name.removeprefix("HTTP_") for name in environ if name.startswith("HTTP_")]
    return frozenset(name.replace("_", "-").lower() for name in (*names, *_typed(environ)))


def _typed(environ: dict[str, Any]) -> tuple[str, ...]:
    return ("CONTENT_TYPE",) if environ.get("CONTENT_TYPE") else ()


def _vendor(path: str) -> tuple[str, str] | None:
    for root, vendor in ROOMS.items():
        if path.startswith(f"{root}/"):
            return vendor, path.removeprefix(root)
    return ("zendesk", path) if path.startswith(ZENDESK) else None


def _json(body: bytes) -> Json:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")
