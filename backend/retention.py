"""Forgets personal data after the retention time: one process in the fleet does it, now and then."""

import logging
from datetime import timedelta

from backend.deps import Clock
from backend.periodic import Periodic
from backend.store.leases import LeaseStore
from backend.store.retention import RetentionStore

LEASE = "retention"
ROUND_SECONDS = 3600.0
"""Time between two rounds of a process; whoever holds the lease meanwhile does the work."""
LEASE_SECONDS = ROUND_SECONDS - 60
"""A little less than a round: the same process renews it, and the next one takes it if this one is gone."""

log = logging.getLogger(__name__)


class Retention(Periodic):
    """Removes what is older than it may be."""

    def __init__(self, store: RetentionStore, leases: LeaseStore, clock: Clock, days: int) -> None:
        super().__init__("retention", ROUND_SECONDS, self.forget)
        self._store = store
        self._leases = leases
        self._clock = clock
        self._age = timedelta(days=days)

    def forget(self) -> None:
        """Remove it now, unless another process of the fleet does."""
        if self._leases.take(LEASE, LEASE_SECONDS):
            now = self._clock()
            removed = self._store.forget(now - self._age, now)
            log.info("retention: %s rows older than %s days forgotten", removed, self._age.days)
