"""Who may use what a vendor's rate limit leaves: a person's click last of all has to wait.

Vendors tell with each answer how many requests are left (PagerDuty and Zendesk `ratelimit-*`, GitLab
`RateLimit-*`, older Zendesk `X-Rate-Limit*`). Background reading stops while a good part is still there, follow-ups
go on for longer, a person's own request is always tried.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

BACKGROUND, FOLLOW_UP, PERSON = 0.3, 0.1, 0.0
"""Share of the limit that each kind of work leaves to those after it."""
LONGEST = 120.0
"""Seconds after which an answer says nothing about what is left any more."""
EPOCH_FROM = 1e9
"""A reset above this is a time (GitLab), below it seconds from now (PagerDuty, Zendesk)."""

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
    """What one vendor has left for us, as its last answer told this process."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._left = 1.0
        self._until = 0.0

    @property
    def left(self) -> float:
        """Give the share that is left: 0 to 1."""
        return self._left if self._now() < self._until else 1.0

    def note(self, headers: Mapping[str, str]) -> None:
        """Read what is left from an answer."""
        limit, remaining, reset = (_number(headers, name) for name in ("limit", "remaining", "reset"))
        if limit and remaining is not None:
            now = self._now()
            until = reset if reset and reset > EPOCH_FROM else now + (60.0 if reset is None else reset)
            # A reset far ahead is a clock that differs from ours: limits are counted by the minute.
            self._left, self._until = remaining / limit, min(until, now + LONGEST)

    def used_up(self, seconds: float) -> None:
        """Note that the vendor wants no more for some seconds."""
        self._left, self._until = 0.0, self._now() + seconds

    def wait(self) -> float:
        """Give the seconds that the work at hand should wait; 0 = go on."""
        share = _leave.get()
        return self._until - self._now() if share > PERSON and self.left < share else 0.0


def _number(headers: Mapping[str, str], name: str) -> float | None:
    for full in (f"ratelimit-{name}", "x-rate-limit" + ("" if name == "limit" else f"-{name}")):
        try:
            return float(headers[full])
        except (KeyError, ValueError):
            continue
    return None
