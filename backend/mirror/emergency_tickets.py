"""Reads the tickets of open emergencies that nobody has opened here, so that the board knows their reply clocks.

Only what a board has shown a moment ago is read, and only while its first reply is not known: a shift at which nobody
looks costs nothing. One process of the fleet does it, a few tickets a round, with what others leave of the rate limit.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from itertools import islice

from cachetools import LRUCache, TTLCache

from backend.deps import Deps
from backend.mirror.ticket_reader import TicketReader, TicketUnknown
from backend.mirror.tickets import ZENDESK
from backend.periodic import Periodic
from backend.store.faults import StoreDown
from backend.store.leases import LeaseStore
from backend.store.tickets import CopyState
from backend.vendors.budget import BACKGROUND, leaving
from backend.vendors.bulkhead import Crowded, waiting
from backend.vendors.errors import RateLimited, VendorError, VendorRejected

LEASE, LEASE_SECONDS = "emergency tickets", 10.0
ROUND_SECONDS, MOST = 2.0, 5
"""The pause between two rounds, and how many tickets one of them reads."""
LOOK_SECONDS = 1.0
"""How long a board waits for what is wanted for the first time: its row is then drawn once, and moves no more."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds for which nothing is read after Zendesk has failed: doubled with each failure that follows."""
REMEMBERED = 4096
"""How many tickets are known to have been looked for."""
UNREADABLE, UNREADABLE_SECONDS = 1024, 600.0
"""How many tickets that Zendesk refuses are remembered, and for how long they are not asked for again."""

log = logging.getLogger(__name__)


class EmergencyTickets(Periodic):
    """A thread that reads what boards want."""

    def __init__(
        self,
        deps: Deps,
        reader: TicketReader,
        leases: LeaseStore,
        is_stale: Callable[[CopyState | None], bool],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Tell by `is_stale` which copies are read again."""
        super().__init__("emergency tickets", ROUND_SECONDS, self.round)
        self._deps = deps
        self._reader = reader
        self._leases = leases
        self._is_stale = is_stale
        self._monotonic = monotonic
        self._wanted: Sequence[int] = ()
        self._looked_for: LRUCache[int, bool] = LRUCache(REMEMBERED)
        self._guard, self._one_round = threading.Lock(), threading.Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="emergency look")
        self._failures, self._rests_until = 0, float("-inf")
        self._unreadable: TTLCache[int, bool] = TTLCache(UNREADABLE, UNREADABLE_SECONDS, timer=monotonic)

    def stop(self) -> None:
        """End, and let no board wait any longer."""
        super().stop()
        self._pool.shutdown(cancel_futures=True)

    def want(self, ticket_ids: Sequence[int]) -> None:
        """Note whose replies a board would like to know, the most wanted first; the next round looks once."""
        self._wanted = ticket_ids

    def look(self) -> bool:
        """Wait a moment for what is wanted for the first time; tell whether there was anything."""
        with self._guard:
            new = [ticket_id for ticket_id in self._wanted if ticket_id not in self._looked_for]
            self._looked_for.update(dict.fromkeys(new, True))
        if not new:
            return False
        try:
            with waiting(ZENDESK):
                self._pool.submit(self.round).result(timeout=LOOK_SECONDS)
        except (TimeoutError, Crowded):
            log.info("the tickets of %s open emergencies are late", len(new))
        return True

    def round(self) -> None:
        """Read a few of them, unless another process of the fleet does."""
        with self._one_round:
            self._read_due()

    def _read_due(self) -> None:
        wanted, self._wanted = self._wanted, ()
        if self._monotonic() < self._rests_until:
            return
        due = list(islice((ticket_id for ticket_id in wanted if self._is_due(ticket_id)), MOST))
        if due and self._leases.take(LEASE, LEASE_SECONDS):
            for ticket_id in due:
                if not self._read(ticket_id):
                    break

    def _is_due(self, ticket_id: int) -> bool:
        return ticket_id not in self._unreadable and self._is_stale(self._deps.mirror.tickets.copy(ticket_id))

    def _read(self, ticket_id: int) -> bool:
        """Read a ticket; False where Zendesk fails, and not this ticket alone."""
        try:
            with leaving(BACKGROUND):
                self._reader.read(ticket_id)
        except (TicketUnknown, VendorError) as error:
            log.warning("ticket %s of an open emergency could not be read: %s", ticket_id, error)
            if isinstance(error, TicketUnknown | VendorRejected) or error.field:
                self._unreadable[ticket_id] = True
                return True
            self._rest(error.retry_after if isinstance(error, RateLimited) else 0.0)
            return False
        except StoreDown:
            raise
        except Exception:
            # A bug of ours in reading this ticket holds up neither the others nor a board that waits for them.
            log.exception("reading ticket %s of an open emergency failed", ticket_id)
            self._unreadable[ticket_id] = True
            return True
        self._failures = 0
        return True

    def _rest(self, asked_for: float) -> None:
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 16)
        self._rests_until = self._monotonic() + max(pause, asked_for)
