"""How often one agent, or one address, may ask within a minute. Counted in the memory of each process.

The limits stop scripts that run wild, not people: they lie above what the HTTP contract promises (60 operations
and 600 reads a minute per agent, 120 sessions a minute per address). With several workers each counts for itself,
so a caller spread over all of them gets at most that many times more. Operations have no limit per address: a
whole office may sit behind one.
"""

import threading
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from backend.telemetry.metrics import LIMITED
from backend.web.errors import ApiError, Code

OPERATIONS = RateLimitItemPerMinute(600, namespace="operations")
READS = RateLimitItemPerMinute(3000, namespace="reads")
SESSIONS = RateLimitItemPerMinute(600, namespace="sessions")


class Limits:
    """Counts what each caller has asked for in this minute."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        # The storage starts its clearing thread at a hit; two hits at the same instant would both try to.
        self._lock = threading.Lock()

    def spend(self, limit: RateLimitItemPerMinute, who: str) -> None:
        """Count one request; raise ApiError when there were too many."""
        with self._lock:
            if self._limiter.hit(limit, who):
                return
        LIMITED.labels(limit.namespace).inc()
        wait = max(1, round(self._limiter.get_window_stats(limit, who).reset_time - time.time()))
        raise ApiError(Code.rate_limited, f"too many requests: try again in {wait} s", retry_after=wait)
