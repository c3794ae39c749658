"""Limits of one endpoint: it answers 429 while the account's own allowance has room."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from flask import json
from werkzeug.wrappers import Response

from sandbox.errors import Json, bad_control
from sandbox.faults import VENDORS

KEYS = {"vendor", "path", "method", "retry_after", "headers"}
BODIES: dict[str, Json | str] = {
    "zendesk": "Number of allowed API requests per minute exceeded",
    "pagerduty": {"error": {"message": "Rate Limit Exceeded", "code": 2020}},
    "gitlab": {"message": {"error": "This endpoint has been requested too many times. Try again later."}},
    "slack": {"ok": False, "error": "ratelimited"},
}


@dataclass
class Limit:
    """One endpoint's limit; it holds until it is cleared. `path` is looked for below the vendor's root."""

    id: int
    vendor: str
    path: str
    retry_after: int
    method: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    fired: int = 0

    def meets(self, vendor: str, method: str, path: str) -> bool:
        """Say whether such a request is held up."""
        return self.vendor == vendor and self.method in (None, method) and re.search(self.path, path) is not None

    def answer(self) -> Response:
        """Build the vendor's 429: the account's headers show room, the endpoint's own say how long to wait."""
        body = BODIES[self.vendor]
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/plain" if isinstance(body, str) else "application/json"
        return Response(text, 429, self._account() | self.headers, mimetype=kind)

    def _account(self) -> dict[str, str]:
        wait = str(self.retry_after)
        if self.vendor == "zendesk":
            endpoint = f"total=30; remaining=0; resets={wait}"
            return {"Retry-After": wait, "X-Rate-Limit": "700", "X-Rate-Limit-Remaining": "640",
                    "zendesk-ratelimit-per-ticket-updates": endpoint}  # fmt: skip
        if self.vendor == "pagerduty":
            return {"ratelimit-limit": "960", "ratelimit-remaining": "900", "ratelimit-reset": wait}
        if self.vendor == "gitlab":
            return {"Retry-After": wait, "RateLimit-Limit": "2000", "RateLimit-Remaining": "1900"}
        return {"Retry-After": wait}


@dataclass
class Limits:
    """The limits of the moment, oldest first."""

    _limits: list[Limit] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, wish: Json) -> Limit:
        """Check a limit as it came over the wire and keep it."""
        limit = _parse(wish, next(self._ids))
        self._limits.append(limit)
        return limit

    def take(self, vendor: str, method: str, path: str) -> Limit | None:
        """Return the limit that holds this request up, and count it."""
        found = next((limit for limit in self._limits if limit.meets(vendor, method, path)), None)
        if found:
            found.fired += 1
        return found

    def listing(self) -> list[dict[str, Any]]:
        """List all limits with how often each held something up."""
        return [asdict(limit) for limit in self._limits]

    def clear(self) -> None:
        """Forget all limits; ids go on."""
        self._limits.clear()


def _parse(wish: Json, limit_id: int) -> Limit:
    if unknown := sorted(set(wish) - KEYS):
        raise bad_control(f"unknown keys: {', '.join(unknown)}; known are {', '.join(sorted(KEYS))}")
    vendor, path, wait, method = (wish.get(key) for key in ("vendor", "path", "retry_after", "method"))
    headers = wish.get("headers") or {}
    if vendor not in VENDORS:
        raise bad_control(f"vendor must be one of {', '.join(VENDORS)}")
    if not isinstance(path, str) or not (method is None or isinstance(method, str)):
        raise bad_control("path must be a string, and method one if it is given")
    try:
        re.compile(path)
    except re.error as error:
        raise bad_control(f"{path} is no regular expression: {error}") from error
    if type(wait) is not int or wait < 0:
        raise bad_control("retry_after must be a whole number of seconds of at least 0")
    if not isinstance(headers, dict) or any(not isinstance(value, str) for value in headers.values()):
        raise bad_control("headers must be an object of strings")
    return Limit(limit_id, vendor, path, wait, method.upper() if method else None, headers)
