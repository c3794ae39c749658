"""What the four vendor clients share: a library client for each thread, and the transport under all of them.

The client libraries differ in what they retry, swallow and sleep through. The transport sits below them and decides
once: a call has one deadline, nothing is retried, a 429 is never slept through, tokens go to the configured host
only, and whether a failed write may have taken place is told by what was on the wire when it failed. An answer that
says no is raised here, by the vendor's own reading of it, so no library sees one.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from typing import Generic, TypeVar

import requests

from backend.telemetry.last_calls import LAST_CALLS
from backend.telemetry.metrics import BUDGET_LEFT, VENDOR_SECONDS
from backend.vendors.addresses import host_of, same_host
from backend.vendors.answers import READS, call_of, doubt
from backend.vendors.bodies import TooLarge, bounded
from backend.vendors.budget import Budget
from backend.vendors.bulkhead import waiting
from backend.vendors.clocks import apart, clock_of
from backend.vendors.connection import CALL_SECONDS, CONNECT_SECONDS, NotConnected, TimedAdapter, deadline, left
from backend.vendors.errors import Call, OutcomeUnknown, RateLimited, Unavailable, VendorError, VendorRejected
from backend.vendors.limits import endpoint_meant, endpoints_of, wait_asked_for
from backend.vendors.outcomes import judge, note, passes_on

OUTCOMES = {Unavailable: "unavailable", RateLimited: "rate_limited", OutcomeUnknown: "unknown"}
"""What the metrics call a call that ended without an answer to read."""

MOST_REDIRECTS = 3
"""How often one call is passed on to another address of the same host."""

Refusal = Callable[[requests.Response], VendorError | None]
Exchange = Callable[[requests.PreparedRequest], requests.Response]
C = TypeVar("C")

log = logging.getLogger(__name__)
_hear: ContextVar[Callable[[str, requests.Response], None]] = ContextVar("hear", default=lambda vendor, response: None)
_send_by: ContextVar[float] = ContextVar("send_by", default=float("inf"))


@contextmanager
def overheard(hear: Callable[[str, requests.Response], None]) -> Iterator[None]:
    """Have a block's answers told, whatever they say: the vendor's name, and the answer as it came."""
    token = _hear.set(hear)
    try:
        yield
    finally:
        _hear.reset(token)


@contextmanager
def sent_within(seconds: float) -> Iterator[None]:
    """Refuse to begin a block's writes later than this; by the wall clock, which runs on while a machine sleeps."""
    token = _send_by.set(time.time() + seconds)
    try:
        yield
    finally:
        _send_by.reset(token)


class VendorClient(Generic[C]):
    """A vendor through its client library: none of these is promised thread-safe, so each thread has its own."""

    def __init__(self, make: Callable[[], C]) -> None:
        self._make = make
        self._thread = threading.local()

    @property
    def _client(self) -> C:
        if not hasattr(self._thread, "client"):
            self._thread.client = self._make()
        client: C = self._thread.client
        return client


class VendorAdapter(TimedAdapter):
    """Sends one vendor's requests; raises this package's errors where the outcome is clear or in doubt."""

    def __init__(self, vendor: str, budget: Budget, base: str, refusal: Refusal, pool: int = 4) -> None:
        """Send to `base` (scheme, host, path prefix) and nowhere else; `refusal` reads an answer that says no."""
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=pool)
        self._vendor = vendor
        self._base = base
        self._budget = budget
        self._refusal = refusal

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
        call = call_of(request)
        if not same_host(request.url or "", self._base):
            raise VendorRejected(
                self._vendor, f"leads to another host, {host_of(request.url or '')}; not followed", call
            )
        if wait := self._budget.wait(endpoints_of(call.method, call.path)):
            raise RateLimited(self._vendor, wait, call)
        if call.method not in READS and time.time() > _send_by.get():
            raise Unavailable(self._vendor, "was not asked: this process was held up", call)
        limits = (CONNECT_SECONDS, CALL_SECONDS)
        exchange = partial(super().send, timeout=limits, verify=verify, cert=cert, proxies=proxies)
        with waiting(self._vendor):
            return self._timed(request, call, exchange)

    def _timed(self, request: requests.PreparedRequest, call: Call, exchange: Exchange) -> requests.Response:
        self._budget.sent()
        began, outcome = time.perf_counter(), "ok"
        try:
            with deadline():
                response = self._followed(request, call, exchange)
                self._judge(request, response)
            note(self._vendor, call, None)
            return response
        except VendorError as error:
            note(self._vendor, call, error)
            outcome = OUTCOMES.get(type(error), "refused")
            if outcome == "refused":
                # Without its text, which may quote what people typed.
                log.info("%s %s: %s", self._vendor, error.call, type(error).__name__)
            else:
                log.warning("%s: %s", error.call, error)
            raise
        finally:
            VENDOR_SECONDS.labels(self._vendor, outcome).observe(time.perf_counter() - began)
            BUDGET_LEFT.labels(self._vendor).set(self._budget.left)

    def _followed(self, request: requests.PreparedRequest, call: Call, exchange: Exchange) -> requests.Response:
        """Ask, and go where the vendor passes a read on to: here, since all of it is one call with one deadline."""
        response = self._read(request, call, exchange)
        for _ in range(MOST_REDIRECTS):
            if not (location := passes_on(self._base, response)):
                break
            request = request.copy()
            request.url = location
            response = self._read(request, call, exchange)
        return response

    def _read(self, request: requests.PreparedRequest, call: Call, exchange: Exchange) -> requests.Response:
        try:
            response = bounded(exchange(request))
            response.content  # noqa: B018 - reads the body while its failure can still be told apart here
        except TooLarge as error:
            raise doubt(self._vendor, f"sent an answer that is too large: {error}", call) from error
        except NotConnected as error:
            raise Unavailable(self._vendor, f"could not be reached; {error}", call) from error
        except (requests.RequestException, OSError) as error:
            what = "did not answer in time" if _late(error) else "broke the connection off"
            raise doubt(self._vendor, what, call) from error
        _hear.get()(self._vendor, response)
        if theirs := clock_of(response.headers):
            LAST_CALLS.note(self._vendor, "clock", apart(theirs, datetime.now(UTC)))
        return response

    def _judge(self, request: requests.PreparedRequest, response: requests.Response) -> None:
        call = call_of(request, response)
        self._budget.note(response.headers)
        if response.status_code == 429:
            wait = wait_asked_for(response.headers)
            self._budget.used_up(wait, endpoint_meant(response, call.method, call.path))
            raise RateLimited(self._vendor, wait, call)
        judge(self._vendor, self._base, call, response)
        if refused := self._refusal(response):
            raise refused


def _late(error: BaseException) -> bool:
    try:
        left()
    except TimeoutError:
        return True
    return isinstance(error, requests.Timeout)
