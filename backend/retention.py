"""Forgets personal data after the retention time: one process in the fleet does it, now and then."""

import logging
import time
from datetime import timedelta

from backend.deps import Clock
from backend.store.leases import LeaseStore
from backend.store.retention import RetentionStore

LEASE = "retention"
EVERY = 3600.0
"""Seconds between two rounds of a process; whoever holds the lease meanwhile does the work."""

log = logging.getLogger(__name__)


class Retention:
    """Removes what is older than it may be."""

    def __init__(self, store: RetentionStore, leases: LeaseStore, clock: Clock, days: int) -> None:
        self._store = store
        self._leases = leases
        self._clock = clock
        self._age = timedelta(days=days)
        self._due = 0.0

    def tend(self, holder: str) -> None:
        """Do it if it is time and nobody else does. Call it often."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + EVERY
        now = self._clock()
        # A little less than the pause: the same process renews it, and the next one takes it if this one is gone.
        if self._leases.take(LEASE, holder, now, EVERY - 60):
            removed = self._store.forget(now - self._age, now)
            log.info("retention: %s rows older than %s days forgotten", removed, self._age.days)
