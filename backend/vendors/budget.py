"""Who may use what a vendor's rate limit leaves: a person's click last of all has to wait.

Vendors tell with each answer how many requests are left (PagerDuty and Zendesk `ratelimit-*`, GitLab
`RateLimit-*`, older Zendesk `X-Rate-Limit*`), and a setting may keep us below what the vendor would allow.
Background reading stops while a good part is still there, follow-ups go on for longer, panels that open for longer
still; a person's own click is always tried.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

BACKGROUND, FOLLOW_UP, OPENING, PERSON = 0.3, 0.1, 0.05, 0.0
"""Share of the limit that each kind of work leaves to those after it."""
LONGEST = 120.0
"""Seconds after which an answer says nothing about what is left any more."""
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
    """What one vendor has left for us: by its last answer to this process, and by our own limit a minute."""

    def __init__(self, now: Callable[[], float] = time.time, a_minute: int | None = None) -> None:
        """Keep to `a_minute` requests in any minute, if it is given."""
        self._a_minute = a_minute
        self._now = now
        self._left = 1.0
        self._until = 0.0
        self._sent: deque[float] = deque()
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
        limit, remaining, reset = (_number(headers, name) for name in ("limit", "remaining", "reset"))
        if limit and remaining is not None:
            now = self._now()
            until = reset if reset and reset > EPOCH_FROM else now + (A_MINUTE if reset is None else reset)
            # A reset far ahead is a clock that differs from ours: limits are counted by the minute.
            self._left, self._until = remaining / limit, min(until, now + LONGEST)

    def used_up(self, seconds: float) -> None:
        """Note that the vendor wants no more for some seconds."""
        self._left, self._until = 0.0, self._now() + seconds

    def wait(self) -> float:
        """Give the seconds that the work at hand should wait; 0 = go on."""
        share = _leave.get()
        if share <= PERSON:
            return 0.0
        ours, free_in = self._own()
        told = self._until - self._now() if self._told() < share else 0.0
        return max(told, free_in if ours < share else 0.0)

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


def _number(headers: Mapping[str, str], name: str) -> float | None:
    for full in (f"ratelimit-{name}", "x-rate-limit" + ("" if name == "limit" else f"-{name}")):
        try:
            return float(headers[full])
        except (KeyError, ValueError):
            continue
    return None
