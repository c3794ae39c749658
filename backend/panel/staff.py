"""Who could join the emergencies that are open: for one ticket, or for all of them at once."""

from collections.abc import Collection
from datetime import datetime

from backend.domain.paging.identity import is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import the_page
from backend.domain.paging.staff import Emergency, by_need, staff
from backend.domain.slack.channels import emergency_channels
from backend.domain.tickets import Ticket
from backend.handbook.model.engineers import Engineer
from backend.handbook.model.handbook import Handbook
from backend.panel.board_emergencies import open_pages, ticket_of
from backend.panel.schemas.staff import ChannelOut, StaffListOut, StaffOut
from backend.panel.schemas.star_form import SuggestionOut
from backend.store.board import BoardSnapshot


def open_emergencies(seen: BoardSnapshot, handbook: Handbook) -> list[Emergency]:
    """List the tickets whose emergency is open, each with the page that counts; a page that names none is left out."""
    pages: dict[int, list[Incident]] = {}
    for page in open_pages(seen, handbook):
        ticket_id = ticket_of(page, seen, handbook)
        if ticket_id is not None and not is_pool_page(page, handbook):
            pages.setdefault(ticket_id, []).append(page)
    return [Emergency(ticket_id, seen.tickets.get(ticket_id), the_page(mine)) for ticket_id, mine in pages.items()]


def staff_part(seen: BoardSnapshot, engineers: Collection[Engineer], handbook: Handbook, now: datetime) -> StaffListOut:
    """Show who could join each of the open emergencies."""
    return _shown(by_need(open_emergencies(seen, handbook)), seen, engineers, handbook, now)


def ticket_staff_part(
    ticket_id: int,
    ticket: Ticket | None,
    seen: BoardSnapshot,
    engineers: Collection[Engineer],
    handbook: Handbook,
    now: datetime,
) -> StaffListOut:
    """Show who could join a ticket's emergency, paged or not yet; whoever suits another one better is left to it."""
    emergencies = open_emergencies(seen, handbook)
    if all(emergency.ticket_id != ticket_id for emergency in emergencies):
        emergencies.append(Emergency(ticket_id, ticket, None))
    listed = _shown(by_need(emergencies), seen, engineers, handbook, now)
    return StaffListOut(emergencies=[emergency for emergency in listed.emergencies if emergency.ticket_id == ticket_id])


def _shown(
    emergencies: list[Emergency],
    seen: BoardSnapshot,
    engineers: Collection[Engineer],
    handbook: Handbook,
    now: datetime,
) -> StaffListOut:
    stars = [opened.issue for opened in seen.issues if opened.issue.tracker == "star"]
    found = staff(emergencies, engineers, seen.on_calls, stars, now)
    return StaffListOut(
        emergencies=[
            StaffOut(
                ticket_id=emergency.ticket_id,
                subject=emergency.ticket.subject if emergency.ticket else None,
                suggestions=[SuggestionOut.of(each) for each in found[emergency.ticket_id]],
                channels=[
                    ChannelOut(key=key, name=name)
                    for key, name in emergency_channels(emergency.ticket, handbook).items()
                ],
                engineers_known=bool(engineers),
            )
            for emergency in emergencies
        ]
    )
