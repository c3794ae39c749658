"""Who could take a STAR: awake, not on call, on no other open STAR; those who know the subject first."""

from collections.abc import Iterable
from datetime import datetime

from backend.domain.engineers import MOST, Suggestion, free_engineers
from backend.domain.issues import Issue
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Ticket
from backend.handbook.model.engineers import Engineer


def suggestions(
    engineers: Iterable[Engineer],
    ticket: Ticket | None,
    on_calls: Iterable[OnCall],
    open_stars: Iterable[Issue],
    now: datetime,
) -> tuple[Suggestion, ...]:
    """List who could take a ticket's STAR; nobody is assigned by it."""
    found = [
        person.suggested(ticket, "on no other STAR") for person in free_engineers(engineers, on_calls, open_stars, now)
    ]
    return tuple(sorted(found, key=lambda each: not each.skilled)[:MOST])
