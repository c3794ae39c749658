"""Failures that a test asks for, and the answers that go with them."""

import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Any

from flask import json
from werkzeug.wrappers import Response

from sandbox.errors import bad_control

VENDORS = ("zendesk", "pagerduty", "gitlab", "slack")
MODES = ("error", "reset", "rate_limit", "timeout", "drop_after_commit", "truncated", "html", "slow",
         "slow_after_commit", "drip", "half_close")  # fmt: skip
ON_THE_WIRE = "X-Sandbox-Wire"
"""Tells the server, and nobody else, how to send an answer."""
DEFAULT_SECONDS = {"rate_limit": 2.0, "timeout": 30.0, "slow": 2.0, "slow_after_commit": 2.0}


@dataclass
class Fault:
    """One failure to inject; `times` None means for ever, `about` is looked for in a request's query and body."""

    id: int
    vendor: str
    mode: str
    method: str | None = None
    path: str | None = None
    about: str | None = None
    status: int | None = None
    seconds: float | None = None
    times: int | None = None
    fired: int = 0

    def meets(self, vendor: str, method: str, path: str, words: str) -> bool:
        """Say whether this fault is due for such a request."""
        return (
            self.vendor == vendor
            and (self.times is None or self.fired < self.times)
            and (self.method is None or self.method == method)
            and (self.path is None or re.search(self.path, path) is not None)
            and (self.about is None or re.search(self.about, words) is not None)
        )

    @property
    def delay(self) -> float:
        """Return the seconds that this fault waits, or tells the client to wait."""
        return DEFAULT_SECONDS.get(self.mode, 0.0) if self.seconds is None else self.seconds


@dataclass
class Faults:
    """The faults of the moment, oldest first; the first that is due fires."""

    _faults: list[Fault] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, wish: Any) -> Fault:
        """Check a fault as it came over the wire and keep it."""
        fault = _parse(wish, next(self._ids))
        self._faults.append(fault)
        return fault

    def take(self, vendor: str, method: str, path: str, words: str) -> Fault | None:
        """Return the fault that fires for this request, and count it; `words` are its query and body."""
        for fault in self._faults:
            if fault.meets(vendor, method, path, words):
                fault.fired += 1
                return fault
        return None

    def listing(self) -> list[dict[str, Any]]:
        """List all faults with how often each has fired."""
        return [asdict(fault) for fault in self._faults]

    def clear(self) -> None:
        """Forget all faults; ids go on."""
        self._faults.clear()


def _number(wish: dict[str, Any], key: str, kind: type[int] | type[float]) -> Any:
    value: Any = wish.get(key)
    kinds = int if kind is int else int | float
    if value is not None and (isinstance(value, bool) or not isinstance(value, kinds) or value < 0):
        raise bad_control(f"{key} must be a number of at least 0")
    return value


def _parse(wish: Any, fault_id: int) -> Fault:
    if not isinstance(wish, dict):
        raise bad_control("a fault is a JSON object")
    unknown = set(wish) - {"vendor", "method", "path", "about", "mode", "status", "seconds", "times"}
    if unknown:
        raise bad_control(f"unknown keys: {', '.join(sorted(unknown))}")
    if wish.get("vendor") not in VENDORS:
        raise bad_control(f"vendor must be one of {', '.join(VENDORS)}")
    if wish.get("mode") not in MODES:
        raise bad_control(f"mode must be one of {', '.join(MODES)}")
    method, path, about = wish.get("method"), wish.get("path"), wish.get("about")
    if any(not isinstance(text, str) for text in (method, path, about) if text is not None):
        raise bad_control("method, path and about must be strings")
    for pattern in (path, about):
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise bad_control(f"{pattern} is no regular expression: {error}") from error
    status = _number(wish, "status", int)
    if status is not None and not 100 <= status <= 599:
        raise bad_control("status must lie between 100 and 599")
    return Fault(
        id=fault_id, vendor=wish["vendor"], mode=wish["mode"], method=method.upper() if method else None,
        path=path, about=about, status=status, seconds=_number(wish, "seconds", float),
        times=_number(wish, "times", int),
    )  # fmt: skip


def error_answer(fault: Fault) -> Response:
    """Build the vendor's own shape of an error."""
    status = fault.status or 500
    words = {item.value: item.phrase for item in HTTPStatus}.get(status, "Error")
    shapes: dict[str, Any] = {
        "zendesk": {"error": words.replace(" ", ""), "description": f"{words} (injected)"},
        "pagerduty": {"error": {"message": f"{words} (injected)", "code": 2000}},
        "gitlab": {"message": f"{status} {words} (injected)"},
        "slack": {"ok": False, "error": "internal_error"},
    }
    return Response(json.dumps(shapes[fault.vendor]), status, mimetype="application/json")


def rate_limit_answer(fault: Fault) -> Response:
    """Build the vendor's own way to say "too many requests"."""
    status, wait = fault.status or 429, max(0, round(fault.delay))
    if fault.vendor == "zendesk":
        text = "Number of allowed API requests per minute exceeded"
        limits = {"Retry-After": str(wait), "X-Rate-Limit": "700", "X-Rate-Limit-Remaining": "0"}
        return Response(text, status, limits, mimetype="text/plain")
    if fault.vendor == "pagerduty":
        body = json.dumps({"error": {"message": "Rate Limit Exceeded", "code": 2020}})
        limits = {"ratelimit-limit": "960", "ratelimit-remaining": "0", "ratelimit-reset": str(wait)}
        return Response(body, status, limits, mimetype="application/json")
    if fault.vendor == "slack":
        body = json.dumps({"ok": False, "error": "ratelimited"})
        return Response(body, status, {"Retry-After": str(wait)}, mimetype="application/json")
    limits = {"Retry-After": str(wait), "RateLimit-Limit": "2000", "RateLimit-Remaining": "0",
              "RateLimit-Reset": str(int(time.time()) + wait)}  # fmt: skip
    return Response("Retry later\n", status, limits, mimetype="text/plain")


def html_answer(fault: Fault) -> Response:
    """Build the page that a proxy puts in front of a vendor."""
    page = "<!doctype html><title>One moment</title><h1>We will be right back</h1>"
    return Response(page, fault.status or 200, mimetype="text/html")


def cut_in_half(answer: Response) -> Response:
    """Keep the first half of an answer, with a Content-Length that hides the cut."""
    whole = answer.get_data()
    answer.set_data(whole[: len(whole) // 2])
    return answer
