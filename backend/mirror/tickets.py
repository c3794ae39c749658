"""Tickets come into the mirror when somebody looks at one: one call per change of a ticket."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from dataclasses import replace
from datetime import datetime, timedelta

from backend.tools import Tools
from backend.vendors.errors import NotFound, Refused, VendorError

SOURCE = "zendesk:tickets"
DEADLINE = 3.0
"""Seconds a panel waits for Zendesk; what is late arrives with the next poll."""
PAUSE = timedelta(seconds=1)
"""The least time between two fetches of a ticket that a caller claims to have seen changed in the future."""
CLOCKS_DIFFER_BY = timedelta(minutes=2)
A_DAY = timedelta(days=1)
"""After this a copy is read again in any case: an organization may change without its tickets."""
AFTER_FAILURE = timedelta(seconds=3)
"""How long panels answer from the copy after a failure, before Zendesk is asked again."""
FETCHERS = 8

log = logging.getLogger(__name__)


class TicketUnknown(Exception):
    """There is no such ticket, it was deleted, or it belongs to another brand."""


class Tickets:
    """Fetches a ticket when our copy is older than what the caller has seen. One fetch serves all who wait."""

    def __init__(self, tools: Tools, max_age: timedelta) -> None:
        self._tools = tools
        self._max_age = max_age
        self._guard = threading.Lock()
        self._flights: dict[int, Future[None]] = {}
        self._down_since: datetime | None = None
        self._pool = ThreadPoolExecutor(FETCHERS, thread_name_prefix="tickets")

    def refresh(self, ticket_id: int, updated_at: datetime | None = None) -> None:
        """Bring our copy up to the caller's `updated_at` (None: to a recent one), as far as that can be done now.

        Raise TicketUnknown when Zendesk says that there is no such ticket, or it is of another brand.
        """
        if self._stale(ticket_id, updated_at) and not self._failing():
            self._wait(ticket_id)

    def _stale(self, ticket_id: int, updated_at: datetime | None) -> bool:
        known = self._tools.mirror.ticket_times(ticket_id)
        if known is None:
            return True
        known_updated_at, fetched_at, outdated = known
        now = self._tools.clock()
        if outdated or now - fetched_at > A_DAY or (updated_at is None and now - fetched_at > self._max_age):
            return True
        if updated_at is None or known_updated_at >= updated_at:
            return False
        # A caller that claims a change which our later reading did not show is not believed again and again.
        return fetched_at <= updated_at + CLOCKS_DIFFER_BY and (
            updated_at <= now + CLOCKS_DIFFER_BY or now - fetched_at > PAUSE
        )

    def _failing(self) -> bool:
        return self._down_since is not None and self._tools.clock() - self._down_since < AFTER_FAILURE

    def _wait(self, ticket_id: int) -> None:
        with self._guard:
            flight = self._flights.get(ticket_id)
            if flight is None:
                flight = self._flights[ticket_id] = self._pool.submit(self._fetch, ticket_id)
                flight.add_done_callback(lambda _: self._flights.pop(ticket_id, None))
        try:
            flight.result(timeout=DEADLINE)
        except TimeoutError:
            log.info("ticket %s is late", ticket_id)

    def _fetch(self, ticket_id: int) -> None:
        tools, now = self._tools, self._tools.clock()
        try:
            ticket = tools.zendesk.ticket(ticket_id)
            if tools.mirror.has_incident(ticket_id):
                # The clock of a page needs each reply; the sideload only tells those that somebody waited for.
                ticket = replace(ticket, agent_replies=tools.zendesk.public_replies(ticket_id))
        except NotFound as error:
            tools.mirror.drop_ticket(ticket_id)
            raise TicketUnknown(f"there is no ticket {ticket_id}") from error
        except VendorError as error:
            # One ticket that we may not read says nothing of the others; a Zendesk that fails does.
            self._down_since = None if isinstance(error, Refused) else now
            tools.mirror.failed(SOURCE, now, str(error))
            return
        self._down_since = None
        brands = tools.handbook.zendesk.brands
        if brands and ticket.brand_id not in brands:
            raise TicketUnknown(f"ticket {ticket_id} belongs to another brand")
        tools.mirror.put_ticket(ticket, now)
        tools.mirror.succeeded(SOURCE, now)
