"""What is read again right before a rule is asked, so that it judges by the latest and not by the last sync."""

import logging
from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.mirror.sources import sync_issues
from backend.mirror.sweep import read_again
from backend.mirror.tickets import Tickets
from backend.vendors.connection import deadline
from backend.vendors.errors import VendorError

TRACKER_SECONDS = 1.0
"""How long a person waits for the latest of a tracker: together with their first step at most 2 s."""

log = logging.getLogger(__name__)


class Refresher:
    """Reads a ticket, and the trackers that a rule looks at, as far as that can be done now."""

    def __init__(self, deps: Deps, tickets: Tickets) -> None:
        self._deps = deps
        self._tickets = tickets

    def refresh(self, ticket_id: int, trackers: Sequence[Tracker]) -> None:
        """Bring the mirror up to date; a vendor that fails leaves it as it was. May raise TicketUnknown."""
        self._tickets.refresh(ticket_id)
        for tracker in trackers:
            try:
                with deadline(TRACKER_SECONDS):
                    sync_issues(self._deps, tracker)
                    self._forget_gone(ticket_id, tracker)
            except VendorError as error:
                log.warning("judging by the last reading of %s: %s", tracker, error)

    def _forget_gone(self, ticket_id: int, tracker: Tracker) -> None:
        """Ask for each open issue of the ticket: one that was deleted stands in nobody's way."""
        for issue in self._deps.mirror.snapshot(ticket_id).issues:
            if issue.tracker == tracker and not issue.closed:
                read_again(self._deps, issue)
