"""Reads a ticket from Zendesk into the mirror, with all that is needed of it."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace

from backend.deps import Deps
from backend.domain.tickets import Ticket
from backend.vendors.errors import NotFound

SOURCE = "zendesk:tickets"
READERS = 8


class TicketUnknown(Exception):
    """There is no such ticket, it was deleted, or it belongs to another brand."""


class TicketReader:
    """Makes the copies of tickets, by whomever they are wanted."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._beside = ThreadPoolExecutor(READERS, thread_name_prefix="replies")

    def read(self, ticket_id: int) -> None:
        """Read a ticket and keep it; raise TicketUnknown, or VendorError."""
        deps, now = self._deps, self._deps.clock()
        copy = deps.mirror.tickets.copy(ticket_id)
        try:
            ticket = self._asked(ticket_id)
        except NotFound as error:
            deps.mirror.tickets.delete(ticket_id)
            raise TicketUnknown(f"there is no ticket {ticket_id}") from error
        brands = deps.handbook.zendesk.brands
        if brands and ticket.brand_id not in brands:
            raise TicketUnknown(f"ticket {ticket_id} belongs to another brand")
        deps.mirror.tickets.put(ticket, now, changes_read=copy.changes_seen if copy else 0)
        deps.mirror.sources.record_success(SOURCE, now)

    def stop(self) -> None:
        """Wait for the calls that are under way."""
        self._beside.shutdown()

    def _asked(self, ticket_id: int) -> Ticket:
        """Ask for the ticket and for the replies that it has had since its first page, at the same time."""
        zendesk = self._deps.zendesk
        since = self._deps.mirror.incidents.first_page_at(ticket_id)
        if since is None:
            return zendesk.ticket(ticket_id)
        # The clock of a page needs each reply since; the sideload only tells those that somebody waited for.
        # Both calls leave the same share of the rate limit to others.
        asked = self._beside.submit(copy_context().run, zendesk.public_replies, ticket_id, since)
        ticket = zendesk.ticket(ticket_id)
        # Whoever asks is not answered by their own words, be they an agent.
        asking = ticket.requester.id if ticket.requester else None
        replies = {comment.created_at for comment in asked.result() if comment.author_id != asking}
        return replace(ticket, agent_replies=tuple(sorted(replies | {at for at in ticket.agent_replies if at < since})))
