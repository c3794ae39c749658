"""The one door out: every vendor client's HTTP passes here.

The three client libraries differ in what they retry, swallow and sleep through. This adapter sits below all of
them and decides once: every call has a timeout, nothing is retried, a 429 is never slept through, and whether a
failed write may have taken place is told apart by what was on the wire when it failed.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.util.retry import Retry

from backend.telemetry.metrics import BUDGET_LEFT, VENDOR_SECONDS
from backend.vendors.budget import Budget
from backend.vendors.errors import OutcomeUnknown, RateLimited, Unavailable, VendorError

TIMEOUT = (3.05, 8.0)
"""Seconds to connect and to wait for bytes: below 10 s together for a silent peer."""
DEFAULT_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long."""
LONGEST_WAIT = 3600.0
AGAIN = {408, 425}
"""Statuses below 500 that say: not now."""
READS = {"GET", "HEAD", "OPTIONS"}
OUTCOMES = {Unavailable: "unavailable", RateLimited: "rate_limited", OutcomeUnknown: "unknown"}
"""What the metrics call a call that ended without an answer to read."""

log = logging.getLogger(__name__)
_send_by: ContextVar[float] = ContextVar("send_by", default=float("inf"))


@contextmanager
def sent_within(seconds: float) -> Iterator[None]:
    """Refuse to begin a block's writes later than this; by the wall clock, which runs on while a machine sleeps."""
    token = _send_by.set(time.time() + seconds)
    try:
        yield
    finally:
        _send_by.reset(token)


class VendorAdapter(HTTPAdapter):
    """Sends one vendor's requests; raises this package's errors where the outcome is clear or in doubt."""

    def __init__(self, vendor: str, budget: Budget, base: str | None = None, pool: int = 4) -> None:
        """Send within the vendor's budget, to `base` (scheme, host, path prefix) instead of the library's host."""
        super().__init__(max_retries=Retry(0, read=False), pool_connections=1, pool_maxsize=pool)
        self._vendor = vendor
        self._base = base
        self._budget = budget

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send, read the whole answer, and judge it."""
        if self._base and request.url:
            request.url = rebase(request.url, self._base)
        if wait := self._budget.wait():
            raise RateLimited(self._vendor, wait)
        if request.method not in READS and time.time() > _send_by.get():
            raise Unavailable(self._vendor, "was not asked: this process was held up")
        self._budget.sent()
        began, outcome = time.perf_counter(), "ok"
        try:
            response = self._exchange(request, verify, cert, proxies)
            outcome = "ok" if response.ok else "refused"
            return response
        except VendorError as error:
            outcome = OUTCOMES[type(error)]
            log.warning("%s %s", request.method, error)
            raise
        finally:
            VENDOR_SECONDS.labels(self._vendor, outcome).observe(time.perf_counter() - began)
            BUDGET_LEFT.labels(self._vendor).set(self._budget.left)

    def _exchange(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None,
        proxies: Mapping[str, str] | None,
    ) -> requests.Response:
        try:
            response = super().send(request, False, TIMEOUT, verify, cert, proxies)
            response.content  # noqa: B018 - reads the body while its failure can still be told apart here
        except requests.RequestException as error:
            raise self._lost(request, error) from error
        self._judge(request, response)
        return response

    def _lost(self, request: requests.PreparedRequest, error: requests.RequestException) -> VendorError:
        if _never_sent(error):
            return Unavailable(self._vendor, "could not be reached")
        silent = isinstance(error, requests.Timeout)
        return self._doubt(request, "did not answer in time" if silent else "broke the connection off")

    def _judge(self, request: requests.PreparedRequest, response: requests.Response) -> None:
        self._budget.note(response.headers)
        if response.status_code == 429:
            wait = wait_asked_for(response.headers)
            self._budget.used_up(wait)
            raise RateLimited(self._vendor, wait)
        if response.status_code >= 500 or response.status_code in AGAIN:
            raise self._doubt(request, f"failed with status {response.status_code}")
        if response.ok and not _readable(response):
            raise self._doubt(request, "sent an answer that cannot be read")

    def _doubt(self, request: requests.PreparedRequest, what: str) -> VendorError:
        kind = Unavailable if request.method in READS else OutcomeUnknown
        return kind(self._vendor, what)


def wait_asked_for(headers: Mapping[str, str]) -> float:
    """Read how many seconds a 429 asks to wait: Retry-After, else ratelimit-reset, else a default."""
    for name in ("Retry-After", "ratelimit-reset"):
        try:
            seconds = float(headers.get(name, ""))
        except ValueError:
            # Absent, or an HTTP date (RFC 9110 allows one; these vendors document seconds).
            continue
        if 0 <= seconds <= LONGEST_WAIT:
            return seconds
    return DEFAULT_WAIT


def rebase(url: str, base: str) -> str:
    """Move `url` to the scheme, host and path prefix of `base`."""
    there, here = urlsplit(base), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, there.path + here.path, here.query, ""))


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _readable(response: requests.Response) -> bool:
    if response.status_code == 204 or response.headers.get("Content-Type", "").startswith("text/plain"):
        return True
    try:
        json.loads(response.content)
    except ValueError:
        return False
    return True
