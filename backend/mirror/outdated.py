"""Copies of tickets that are older than a change which an event in the inbox tells of."""

import logging
from collections.abc import Mapping
from datetime import datetime

from backend.domain.clock import lies_ahead
from backend.mirror.ticket_reader import SOURCE as TICKETS
from backend.mirror.tickets import OLD, ORGANIZATIONS
from backend.store.faults import StoreDown
from backend.store.inbox import InboxEntry
from backend.store.tickets import TicketStore

log = logging.getLogger(__name__)


def outdate(tickets: TicketStore, waiting: Mapping[int, InboxEntry], now: datetime) -> None:
    """Mark the copies that are too old by what the waiting entries say of tickets and of organizations."""
    _of_tickets(tickets, waiting, now)
    changed = {
        entry.ticket_id: _known_time(entry.changed_at, now)
        for entry in waiting.values()
        if entry.source == ORGANIZATIONS and entry.ticket_id
    }
    tickets.outdate_of_organizations(changed, now - 2 * OLD)


def _of_tickets(tickets: TicketStore, waiting: Mapping[int, InboxEntry], now: datetime) -> None:
    changed = {
        number: (entry.ticket_id, _known_time(entry.changed_at, now))
        for number, entry in waiting.items()
        if entry.source == TICKETS and entry.ticket_id
    }
    if not changed:
        return
    try:
        tickets.outdate_several(changed.values())
    except StoreDown:
        raise
    except Exception:
        # One of them cannot be stored: the others count all the same.
        for number, change in changed.items():
            try:
                tickets.outdate_several([change])
            except Exception:
                log.exception("entry %s of the inbox cannot be used: it is left out", number)


def _known_time(moment: datetime | None, now: datetime) -> datetime | None:
    """Take a time that lies ahead as not known: it says nothing of when the change took place."""
    return None if moment and lies_ahead(moment, now) else moment
