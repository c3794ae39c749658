"""The open emergencies on the board, and what was asked of the backup pool."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from backend.domain.clock import Level
from backend.domain.eligibility.plan import us_government
from backend.domain.paging.clock import PageClock, first_reply, page_clock
from backend.domain.paging.escalation import next_escalation
from backend.domain.paging.identity import goes_on_for_long, is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import emergency_pages, tickets_paged
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.board import EmergencyRow
from backend.panel.schemas.incidents import EscalatesOut
from backend.store.board import BoardSnapshot

GRAVITY: dict[Level, int] = {"red": 0, "amber": 1, "calm": 2}


class Standing(NamedTuple):
    """How an open page stands; `ticket_id` None when its title names no ticket."""

    page: Incident
    ticket_id: int | None
    clock: PageClock


def open_pages(seen: BoardSnapshot, handbook: Handbook) -> list[Incident]:
    """List the open emergencies, then what was asked of the backup pool."""
    pages = emergency_pages(seen.incidents, handbook)
    helpers = [incident for incident in seen.incidents if is_pool_page(incident, handbook) and incident not in pages]
    return [page for page in (*pages, *helpers) if page.is_open]


def ticket_of(incident: Incident, seen: BoardSnapshot, handbook: Handbook) -> int | None:
    """Tell which ticket an incident is about."""
    return min(tickets_paged(incident, seen.incidents, handbook), default=None)


def clock_of(
    incident: Incident, ticket_id: int | None, seen: BoardSnapshot, handbook: Handbook, now: datetime
) -> PageClock:
    """Read a page's clock; where a reply may have come since the ticket was read, say as of when."""
    clock = page_clock(incident, seen.tickets.get(ticket_id or 0), handbook, now)
    read_at = seen.outdated.get(ticket_id or 0)
    if read_at is None or clock.first_replied_at:
        return clock
    return replace(clock, because=f"{clock.because} As of {read_at:%H:%M} UTC; the ticket has changed since.")


def without_reply(pages: Sequence[Incident], seen: BoardSnapshot, handbook: Handbook) -> list[int]:
    """List the tickets without a known reply to their page: those never read, then those changed since, then others."""
    named = [(ticket_of(page, seen, handbook), page) for page in pages]
    found = {number for number, page in named if number and first_reply(page, seen.tickets.get(number)) is None}
    return sorted(found, key=lambda one: (one in seen.tickets, one not in seen.outdated, one))


def by_need(pages: Iterable[Incident], seen: BoardSnapshot, handbook: Handbook, now: datetime) -> list[Standing]:
    """Order open pages by need: those that nobody has taken, then by colour; among equals as they stand."""
    named = [(page, ticket_of(page, seen, handbook)) for page in pages]
    all_of_them = [Standing(page, number, clock_of(page, number, seen, handbook, now)) for page, number in named]
    return sorted(all_of_them, key=lambda one: (one.page.status != "triggered", GRAVITY[one.clock.level]))


def emergency_rows(
    pages: Iterable[Incident], seen: BoardSnapshot, handbook: Handbook, now: datetime, most: int
) -> list[EmergencyRow]:
    """Show the open emergencies by need."""
    return [emergency_row(one, seen, handbook, now) for one in by_need(pages, seen, handbook, now)[:most]]


def emergency_row(standing: Standing, seen: BoardSnapshot, handbook: Handbook, now: datetime) -> EmergencyRow:
    """Show an open emergency, or a page of the backup pool."""
    incident, ticket_id, clock = standing
    ticket, helper = seen.tickets.get(ticket_id or 0), is_pool_page(incident, handbook)
    escalates = next_escalation(incident, handbook, now)
    return EmergencyRow.of(
        incident,
        ticket_id=ticket_id,
        subject=ticket.subject if ticket else None,
        level=clock.level,
        because=clock.because,
        offer_escalation=not helper and goes_on_for_long(incident, handbook, now),
        pool=helper,
        escalates=EscalatesOut.of(escalates) if escalates else None,
        us_government=bool(ticket and us_government(ticket, handbook)),
        ticket_read=ticket is not None,
    )
