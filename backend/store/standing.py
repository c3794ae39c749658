"""How a ticket's panel stands: how far content had changed for it, and how far its copy goes."""

from dataclasses import dataclass

from sqlalchemy import Connection

from backend.store.revisions import COMMON, Seen
from backend.store.tables import revisions, tickets
from backend.store.tickets import OF_TICKET, CopyState

STANDING = COMMON.add_columns(
    tickets.c.changes,
    tickets.c.updated_at,
    tickets.c.fetched_at,
    tickets.c.changes_seen,
    tickets.c.changes_read,
).select_from(revisions.outerjoin(tickets, tickets.c.id == OF_TICKET))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a panel shows if it was made by then, and how far the copy of its ticket goes; None = there is none."""

    seen: Seen
    copy: CopyState | None


def standing(connection: Connection, ticket_id: int) -> Standing:
    """Tell it by one statement."""
    common, of_ticket, *copy = connection.execute(STANDING, {"ticket": ticket_id}).one()
    return Standing(Seen(common, of_ticket), CopyState(*copy) if of_ticket is not None else None)
