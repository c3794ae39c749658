"""How a ticket stands: how far content had changed for its panel, its copy, and what else there is of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists

from backend.store.revisions import COMMON, Seen
from backend.store.tables import incident_tickets, issue_tickets, operations, revisions, tickets
from backend.store.tickets import OF_TICKET, CopyState

STANDING = COMMON.add_columns(
    tickets.c.changes,
    tickets.c.updated_at,
    tickets.c.fetched_at,
    tickets.c.changes_seen,
    tickets.c.changes_read,
    tickets.c.document,
    exists().where(issue_tickets.c.ticket_id == OF_TICKET),
    exists().where(incident_tickets.c.ticket_id == OF_TICKET),
    exists().where(operations.c.ticket_id == OF_TICKET),
).select_from(revisions.outerjoin(tickets, tickets.c.id == OF_TICKET))


@dataclass(frozen=True, slots=True)
class Standing:
    """It; without a copy of the ticket, `copy` is None and `document` blank.

    `seen` is what a panel shows that was made by then. Most tickets have neither issues nor pages nor operations.
    """

    seen: Seen
    copy: CopyState | None
    document: str
    has_issues: bool
    has_pages: bool
    has_operations: bool


def standing(connection: Connection, ticket_id: int) -> Standing:
    """Read it by one statement."""
    return standing_of(connection.execute(STANDING, {"ticket": ticket_id}).one())


def standing_of(row: Sequence[Any]) -> Standing:
    """Make it of a row of `STANDING`."""
    common, of_ticket, *copy, document, has_issues, has_pages, has_operations = row
    return Standing(
        Seen(common, of_ticket),
        CopyState(*copy) if of_ticket is not None else None,
        document or "",
        bool(has_issues),
        bool(has_pages),
        bool(has_operations),
    )
