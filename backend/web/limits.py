"""How often one agent, or one address, may ask within a minute. Counted in the memory of each process.

The limits stop scripts that run wild, not people: they lie above what the HTTP contract promises (60 operations
and 600 reads a minute per agent, 120 sessions a minute per address). With several workers each counts for itself,
so a caller spread over all of them gets at most that many times more. Operations have no limit per address: a
whole office may sit behind one.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from backend.telemetry.metrics import LIMITED
from backend.web.errors import ApiError, Code

MINUTE = 60.0
CALLERS = 20_000
"""How many callers are counted at a time."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many requests of a kind are answered in a minute that begins with the first."""

    kind: str
    a_minute: int


OPERATIONS, READS, SESSIONS = Limit("operations", 600), Limit("reads", 3000), Limit("sessions", 600)
COLD = Limit("cold reads", 120)
"""Tickets that were never looked at: each is read from Zendesk, whose smallest plan gives 200 calls a minute to all."""


@dataclass(slots=True)
class Window:
    """A caller's minute: when it ends, and what was asked in it."""

    ends: float
    count: int = 0


class Limits:
    """Counts what each caller has asked for in their minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: TTLCache[tuple[str, str], Window] = TTLCache(CALLERS, MINUTE, timer=clock)
        self._lock = threading.Lock()

    def spend(self, limit: Limit, who: str) -> None:
        """Count one request; raise ApiError when there were too many."""
        now = self._clock()
        with self._lock:
            window = self._windows.get((limit.kind, who))
            if window is None:
                window = self._windows[limit.kind, who] = Window(now + MINUTE)
            window.count += 1
            enough = window.count <= limit.a_minute
        if enough:
            return
        LIMITED.labels(limit.kind).inc()
        wait = max(1, math.ceil(window.ends - now))
        raise ApiError(Code.rate_limited, f"too many requests: try again in {wait} s", retry_after=wait)
