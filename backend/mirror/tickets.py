"""Tickets come into the mirror when somebody looks at one: one fetch per change of a ticket."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from datetime import datetime, timedelta

from cachetools import TTLCache

from backend.deps import Deps
from backend.domain.clock import SKEW, lies_ahead
from backend.mirror.ticket_reader import SOURCE, TicketReader, TicketUnknown
from backend.store.faults import StoreDown
from backend.store.standing import Standing
from backend.store.tickets import CopyState
from backend.vendors.budget import OPENING, leaving
from backend.vendors.bulkhead import Crowded, waiting
from backend.vendors.errors import VendorError, VendorRejected

DEADLINE = 3.0
"""Seconds a panel waits for Zendesk; what is late arrives with the next poll."""
PAUSE = timedelta(seconds=1)
"""The least time between two fetches of a ticket that a caller claims to have seen changed in the future."""
A_DAY = timedelta(days=1)
"""After this a copy is not shown before it was read again."""
OLD = timedelta(minutes=5)
"""After this a copy that is shown is read again: an organization or an SLA changes without its tickets."""
ORGANIZATIONS = "zendesk:organizations"
"""What the inbox calls a change of an organization."""
AFTER_FAILURE = 3.0
"""Seconds that panels answer from the copy after a failure, before Zendesk is asked again, once for all."""
PROBE_SECONDS = 0.5
"""Seconds that a panel without a usable copy waits for that one question."""
ZENDESK = "Zendesk"
FETCHERS = 8
UNKNOWN, UNKNOWN_SECONDS = 4096, 60.0
"""How many tickets that are not ours are remembered, and how long: their panels ask again and again."""

log = logging.getLogger(__name__)


def uncounted() -> None:
    """Count no ticket as read for the first time."""


class Tickets:
    """Fetches a ticket when our copy is older than what the caller has seen. One fetch serves all who wait."""

    def __init__(
        self,
        deps: Deps,
        reader: TicketReader,
        max_age: Callable[[], timedelta],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask by `max_age` how old a copy may be now that a rule judges by."""
        self._deps = deps
        self._reader = reader
        self._max_age = max_age
        self._guard = threading.Lock()
        self._flights: dict[int, Future[None]] = {}
        self._unknown: TTLCache[tuple[int, datetime | None], str] = TTLCache(UNKNOWN, UNKNOWN_SECONDS)
        self._monotonic = monotonic
        self._down_since: float | None = None
        self._pool = ThreadPoolExecutor(FETCHERS, thread_name_prefix="tickets")

    def refresh(self, ticket_id: int, updated_at: datetime | None = None, cold: Callable[[], None] = uncounted) -> None:
        """Bring our copy up to the caller's `updated_at` (None: to a recent one), as far as that can be done now.

        `cold` is called before a ticket is read that never was; what it raises prevents that. Raise TicketUnknown when
        Zendesk says that there is no such ticket, or it is of another brand.
        """
        self.begin(ticket_id, updated_at, cold)()

    def begin(
        self,
        ticket_id: int,
        updated_at: datetime | None = None,
        cold: Callable[[], None] = uncounted,
        standing: Standing | None = None,
    ) -> Callable[[], bool]:
        """Begin what `refresh` does, by how the ticket stands now (None = read it).

        The function given back waits for it, until the deadline counted from now, and tells whether it had to.
        """
        until = time.monotonic() + DEADLINE
        with self._guard:
            known_as = self._unknown.get((ticket_id, updated_at))
        if known_as:
            raise TicketUnknown(known_as)
        joined = ticket_id in self._flights
        flight = self._flight(ticket_id, updated_at, cold, standing)

        def finish() -> bool:
            try:
                self._wait(ticket_id, flight, until)
                if joined:
                    # The fetch that was under way may have begun before the change that this caller has seen.
                    self._wait(ticket_id, self._flight(ticket_id, updated_at, uncounted), until)
            except TicketUnknown as error:
                with self._guard:
                    self._unknown[ticket_id, updated_at] = str(error)
                raise
            return joined or flight is not None

        return finish

    def stop(self) -> None:
        """Begin no more fetches, and wait for those under way: they still write to the database."""
        self._pool.shutdown(cancel_futures=True)
        self._reader.stop()

    def _flight(
        self, ticket_id: int, updated_at: datetime | None, cold: Callable[[], None], standing: Standing | None = None
    ) -> Future[None] | None:
        """Give the fetch to wait for, None when there is no need to: a copy that is only old is read meanwhile.

        While Zendesk fails, one fetch at a time finds out whether it answers again, whoever's ticket that is.
        """
        if self._failing():
            return None
        known = standing.copy if standing else self._deps.mirror.tickets.copy(ticket_id)
        stale, down = self.is_stale(known, updated_at), self._down_since is not None
        if not stale and not down and not self._is_old(known):
            return None
        with self._guard:
            if ticket_id not in self._flights:
                if down and self._flights:
                    return None
                if known is None:
                    cold()
                self._flights[ticket_id] = self._pool.submit(self._land, ticket_id)
            return self._flights[ticket_id] if stale else None

    def _wait(self, ticket_id: int, flight: Future[None] | None, until: float) -> None:
        if flight is None:
            return
        if self._down_since is not None:
            until = min(until, time.monotonic() + PROBE_SECONDS)
        try:
            with waiting(ZENDESK):
                flight.result(timeout=max(0.0, until - time.monotonic()))
        except (TimeoutError, Crowded):
            log.info("ticket %s is late", ticket_id)

    def is_stale(self, known: CopyState | None, updated_at: datetime | None = None) -> bool:
        """Tell whether a copy is too old for a caller who has seen `updated_at`, or for a rule."""
        if known is None:
            return True
        now = self._deps.clock()
        age = now - known.fetched_at
        if known.outdated or age > A_DAY or lies_ahead(known.fetched_at, now):
            return True
        if updated_at is None:
            return age > self._max_age()
        if known.updated_at >= updated_at:
            return False
        # A caller that claims a change which our later reading did not show is not believed again and again.
        return age > PAUSE if lies_ahead(updated_at, now) else known.fetched_at <= updated_at + SKEW

    def _is_old(self, known: CopyState | None) -> bool:
        return known is not None and self._deps.clock() - known.fetched_at > OLD

    def _failing(self) -> bool:
        return self._down_since is not None and self._monotonic() - self._down_since < AFTER_FAILURE

    def _land(self, ticket_id: int) -> None:
        try:
            # One that has waited for its turn while Zendesk was found to fail is not sent after the others.
            if not self._failing():
                with leaving(OPENING):
                    self._fetch(ticket_id)
        finally:
            # Before the waiting ones hear of it: nobody joins a fetch that has ended.
            with self._guard:
                del self._flights[ticket_id]

    def _fetch(self, ticket_id: int) -> None:
        try:
            self._reader.read(ticket_id)
        except TicketUnknown:
            self._down_since = None
            raise
        except VendorError as error:
            # One ticket that we may not read says nothing of the others; a Zendesk that fails does.
            alone = isinstance(error, VendorRejected) or error.field
            self._down_since = None if alone else self._monotonic()
            why = f"{error.vendor}: {error.reason_and_call}"
            self._deps.mirror.sources.record_failure(SOURCE, self._deps.clock(), why)
        except StoreDown:
            raise
        except Exception as error:
            # A bug of ours: often nobody waits for this, so it is told here. Panels go on with the copy.
            self._down_since = None
            log.exception("reading ticket %s failed", ticket_id)
            why = f"ticket {ticket_id} could not be read ({type(error).__name__})"
            self._deps.mirror.sources.record_failure(SOURCE, self._deps.clock(), why)
        else:
            self._down_since = None
