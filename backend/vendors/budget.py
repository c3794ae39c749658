"""Who may use what a vendor's rate limit leaves: a person's click last of all has to wait.

Vendors tell with each answer how many requests are left (PagerDuty and Zendesk `ratelimit-*`, GitLab
`RateLimit-*`, older Zendesk `X-Rate-Limit*`), and a setting may keep us below what the vendor would allow.
Background reading stops while a good part is still there, follow-ups go on for longer, panels that open for longer
still; a person's own click is always tried. A limit of one endpoint (see limits.py) holds only that endpoint.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from cachetools import TTLCache

BACKGROUND, FOLLOW_UP, OPENING, PERSON = 0.3, 0.1, 0.05, 0.0
"""Share of the limit that each kind of work leaves to those after it."""
LONGEST = 120.0
"""Seconds after which an answer says nothing about what is left any more: account limits reset within a minute."""
ENDPOINTS, ENDPOINT_SECONDS = 1024, 600.0
"""How many endpoints are held at most, and for how long: Zendesk counts a ticket's updates over 10 min."""
EPOCH_FROM = 1e9
"""A reset above this is a time (GitLab), below it seconds from now (PagerDuty, Zendesk)."""
A_MINUTE = 60.0

_leave: ContextVar[float] = ContextVar("leave", default=PERSON)


@contextmanager
def leaving(share: float) -> Iterator[None]:
    """Do a block's requests as work that leaves a share of the rate limit to others."""
    token = _leave.set(share)
    try:
        yield
    finally:
        _leave.reset(token)


class Budget:
    """What one vendor has left for us: by its last answer to this process, and by our own limit a minute.

    `now` runs evenly, whatever happens to the machine's clock; `wall` is that clock, for resets told as a time.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        a_minute: int | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Keep to `a_minute` requests in any minute, if it is given."""
        self._a_minute = a_minute
        self._now = now
        self._wall = wall
        self._left = 1.0
        self._until = float("-inf")
        self._sent: deque[float] = deque()
        self._held: TTLCache[str, float] = TTLCache(ENDPOINTS, ENDPOINT_SECONDS, timer=now)
        self._guard = threading.Lock()

    @property
    def left(self) -> float:
        """Give the share that is left: 0 to 1."""
        return min(self._told(), self._own()[0])

    def sent(self) -> None:
        """Count a request."""
        if self._a_minute:
            with self._guard:
                self._sent.append(self._now())

    def note(self, headers: Mapping[str, str]) -> None:
        """Read what is left from an answer."""
        limit, remaining, reset = (number(headers, name) for name in ("limit", "remaining", "reset"))
        if limit and remaining is not None:
            seconds = reset - self._wall() if reset and reset > EPOCH_FROM else A_MINUTE if reset is None else reset
            # Limits reset within a minute; a later reset is clock skew, so cap it.
            self._left, self._until = remaining / limit, self._now() + min(max(seconds, 0.0), LONGEST)

    def used_up(self, seconds: float, endpoint: str | None = None) -> None:
        """Note that the vendor wants no more for some seconds; of one endpoint, if it says so."""
        if endpoint is None:
            self._left, self._until = 0.0, self._now() + min(seconds, LONGEST)
            return
        with self._guard:
            self._held[endpoint] = self._now() + min(seconds, ENDPOINT_SECONDS)

    def wait(self, endpoints: Iterable[str] = ()) -> float:
        """Give the seconds that the work at hand, which uses these endpoints, should wait; 0 = go on."""
        share = _leave.get()
        if share <= PERSON:
            return 0.0
        ours, free_in = self._own()
        told = self._until - self._now() if self._told() < share else 0.0
        with self._guard:
            held = [self._held[endpoint] - self._now() for endpoint in endpoints if endpoint in self._held]
        return max(told, free_in if ours < share else 0.0, *held, 0.0)

    def _told(self) -> float:
        return self._left if self._now() < self._until else 1.0

    def _own(self) -> tuple[float, float]:
        """Give the share of our own limit that is left, and in how many seconds more of it will be."""
        if not self._a_minute:
            return 1.0, 0.0
        since = self._now() - A_MINUTE
        with self._guard:
            while self._sent and self._sent[0] <= since:
                self._sent.popleft()
            return 1.0 - len(self._sent) / self._a_minute, self._sent[0] - since if self._sent else 0.0


def number(headers: Mapping[str, str], name: str) -> float | None:
    """Read the account's limit, remaining or reset under any of its names."""
    for full in (f"ratelimit-{name}", "x-rate-limit" + ("" if name == "limit" else f"-{name}")):
        try:
            return float(headers[full])
        except (KeyError, ValueError):
            continue
    return None
