"""A bulkhead: how many requests of people may wait for vendors at the same time.

Requests share few threads. Without a bound those that wait for a silent vendor would hold all of them, and nothing
else would be answered. Background work has threads of its own and is not counted.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from backend.telemetry.metrics import WAITS_REFUSED
from backend.vendors.errors import Unavailable

SHARE_OF_ONE, SHARE_OF_ALL = 0.5, 0.75
"""Share of the threads that may wait for one vendor, and for all of them together."""


class Crowded(Unavailable):
    """Too many requests wait for this vendor already, so this one does not; nothing was asked."""


class Bulkhead:
    """Counts the requests of this process that wait, by vendor."""

    def __init__(self, threads: int) -> None:
        """Bound the waits to shares of the threads that answer requests."""
        self.most_for_one = max(1, int(threads * SHARE_OF_ONE))
        self.most_for_all = max(1, int(threads * SHARE_OF_ALL))
        self._waits: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def request(self) -> Iterator[None]:
        """Count the waits of a block: it answers a request."""
        token = _bulkhead.set(self)
        try:
            yield
        finally:
            _bulkhead.reset(token)

    def enter(self, vendor: str) -> None:
        """Begin to wait; raise Crowded when too many do."""
        with self._lock:
            if self._waits[vendor] < self.most_for_one and self._waits.total() < self.most_for_all:
                self._waits[vendor] += 1
                return
        WAITS_REFUSED.labels(vendor).inc()
        raise Crowded(vendor, "is slow to answer, and many wait for it already: try again")

    def leave(self, vendor: str) -> None:
        """End a wait."""
        with self._lock:
            self._waits[vendor] -= 1


_bulkhead: ContextVar[Bulkhead | None] = ContextVar("bulkhead", default=None)


@contextmanager
def waiting(vendor: str) -> Iterator[None]:
    """Wait for a vendor in a block; raise Crowded if this is a request, and too many wait. Blocks inside count once."""
    bulkhead = _bulkhead.get()
    if bulkhead is None:
        yield
        return
    bulkhead.enter(vendor)
    token = _bulkhead.set(None)
    try:
        yield
    finally:
        _bulkhead.reset(token)
        bulkhead.leave(vendor)
