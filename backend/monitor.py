"""Finds out what would fail before a person needs it: a write of ours to the database, a page to PagerDuty."""

import logging
import time
from collections.abc import Callable

from backend.deps import Clock
from backend.periodic import Periodic
from backend.store.faults import StoreDown
from backend.store.last_calls import LastCallStore
from backend.store.leases import LeaseStore
from backend.telemetry.last_calls import LAST_CALLS, LastCalls
from backend.vendors.errors import VendorError
from backend.vendors.pagerduty.client import PagerDuty

ROUND_SECONDS = 5.0
LEASE = "paging"
CHECK_SECONDS, FAILING_SECONDS = 600.0, 60.0
"""How often PagerDuty is asked whether it would take a page from us, and how often once it would not."""

log = logging.getLogger(__name__)


class Monitor(Periodic):
    """Writes down how the last calls to vendors went, and tries what nobody has tried for a while."""

    def __init__(
        self,
        store: LastCallStore,
        leases: LeaseStore,
        pagerduty: PagerDuty,
        clock: Clock,
        calls: LastCalls = LAST_CALLS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("monitor", ROUND_SECONDS, self.round)
        self._store = store
        self._leases = leases
        self._pagerduty = pagerduty
        self._clock = clock
        self._calls = calls
        self._monotonic = monotonic
        self._asked_at = float("-inf")
        self.database_fault: str | None = None
        """Why the last write of ours to the database failed."""

    def round(self) -> None:
        """Do it once."""
        self._write()
        if self.database_fault is None and self._check_is_due():
            self._check_paging()

    def _write(self) -> None:
        calls = self._calls.take_new()
        try:
            self._store.keep(calls, self._clock())
        except StoreDown as error:
            self._calls.give_back(calls)
            self.database_fault = str(error)
            log.error("the database cannot be written: %s", error)
        else:
            self.database_fault = None

    def _check_is_due(self) -> bool:
        """Tell whether to ask now; one process of the fleet asks for all."""
        now = self._monotonic()
        past = now - self._asked_at
        if past < FAILING_SECONDS or (past < CHECK_SECONDS and not self._paging_fails()):
            return False
        self._asked_at = now
        return self._leases.take(LEASE, CHECK_SECONDS)

    def _paging_fails(self) -> bool:
        return any((call.vendor, call.act) == ("PagerDuty", "write") for call in self._store.failing())

    def _check_paging(self) -> None:
        try:
            self._pagerduty.check_writing()
        except VendorError as error:
            # Also what is no matter of credentials: a sender that PagerDuty does not know.
            self._calls.note("PagerDuty", "write", error.plain)
            log.error("a page would not go out: %s", error)
