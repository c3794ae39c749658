"""The copies of tickets, and how far each goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, delete, select, update

from backend.domain.tickets import Ticket
from backend.store.documents import TICKETS
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import upsert
from backend.store.tables import incident_tickets, tickets

SAME_SECOND = timedelta(seconds=2)
"""How long after a ticket's time another change may bear the same: its second, and one that clocks may differ by."""
MOST_AT_ONCE = 500
"""How many tickets one statement asks for."""
OF_TICKET = bindparam("ticket", type_=BigInteger)
# Statements are built once: building one costs more than running it.
DOCUMENT = select(tickets.c.document).where(tickets.c.id == OF_TICKET)
COPY = select(tickets.c.updated_at, tickets.c.fetched_at, tickets.c.changes_seen, tickets.c.changes_read).where(
    tickets.c.id == OF_TICKET
)
PAGED_FOR = select(incident_tickets.c.incident_id).where(incident_tickets.c.ticket_id == OF_TICKET).limit(1)
SEVERAL = select(tickets.c.id, tickets.c.document).where(tickets.c.id.in_(bindparam("ids", expanding=True)))

OUTDATED = select(tickets.c.id, tickets.c.fetched_at).where(
    tickets.c.id.in_(bindparam("ids", expanding=True)), tickets.c.changes_seen > tickets.c.changes_read
)
_OUTDATE = update(tickets).where(tickets.c.id == OF_TICKET).values(changes_seen=tickets.c.changes_seen + 1)
_CHANGED_AT = bindparam("changed_at", type_=tickets.c.updated_at.type)
_OUTDATE_OLDER = _OUTDATE.where(
    (tickets.c.updated_at < _CHANGED_AT)
    | ((tickets.c.updated_at == _CHANGED_AT) & (tickets.c.fetched_at < bindparam("until")))
)


@dataclass(frozen=True, slots=True)
class CopyState:
    """How far our copy of a ticket goes: of the `changes_seen`, it is known to show the first `changes_read`."""

    updated_at: datetime
    fetched_at: datetime
    changes_seen: int
    changes_read: int

    @property
    def outdated(self) -> bool:
        """Tell whether the ticket was changed since it was read, by us or as its vendor says."""
        return self.changes_seen > self.changes_read


class TicketStore:
    """Reads and writes the copies of tickets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, ticket_id: int) -> Ticket | None:
        """Read a ticket's copy."""
        with self._database.read(single=True) as connection:
            document = connection.scalar(DOCUMENT, {"ticket": ticket_id})
        return TICKETS.load(self._database, document, ticket_id) if document else None

    def several(self, ids: Sequence[int]) -> dict[int, Ticket]:
        """Read those of these tickets that have a copy."""
        found: dict[int, Ticket] = {}
        for start in range(0, len(ids), MOST_AT_ONCE):
            with self._database.read() as connection:
                rows = connection.execute(SEVERAL, {"ids": ids[start : start + MOST_AT_ONCE]}).all()
            loaded = (TICKETS.load(self._database, document, key) for key, document in rows)
            found |= {ticket.id: ticket for ticket in loaded if ticket}
        return found

    def outdated(self, ids: Sequence[int]) -> dict[int, datetime]:
        """Tell which of these tickets have changed since they were read, and when that was."""
        found: dict[int, datetime] = {}
        for start in range(0, len(ids), MOST_AT_ONCE):
            with self._database.read() as connection:
                rows = connection.execute(OUTDATED, {"ids": ids[start : start + MOST_AT_ONCE]}).all()
            found |= {row.id: row.fetched_at for row in rows}
        return found

    def copy(self, ticket_id: int) -> CopyState | None:
        """Tell how far our copy of a ticket goes."""
        with self._database.read(single=True) as connection:
            row = connection.execute(COPY, {"ticket": ticket_id}).first()
        return CopyState(*row) if row else None

    def put(self, ticket: Ticket, fetched_at: datetime, changes_read: int) -> None:
        """Keep a ticket as just read; `changes_read` = how many changes were seen when the reading began."""
        row = {
            "id": ticket.id,
            "updated_at": ticket.updated_at,
            "fetched_at": fetched_at,
            "changes_read": changes_read,
            "document": TICKETS.dump(ticket),
        }
        with self._database.write(content=False) as connection:
            upsert(connection, tickets, [row], newer_by="updated_at")
            # One that was paged for is spoken of on the panels of others.
            changed(connection, ticket.id, lambda: connection.scalar(PAGED_FOR, {"ticket": ticket.id}) is None)

    def outdate(self, ticket_id: int) -> None:
        """Note that we have changed a ticket: whoever looks at it next has it read again."""
        self.outdate_several([(ticket_id, None)])

    def outdate_several(self, changes: Iterable[tuple[int, datetime | None]]) -> None:
        """Note that tickets were changed, and when.

        A copy that is newer than that shows the change. Zendesk's times have whole seconds: one of the same second
        may have been read before a second change in it.
        """
        with self._database.write(content=False) as connection:
            for ticket_id, changed_at in changes:
                if changed_at is None:
                    connection.execute(_OUTDATE, {"ticket": ticket_id})
                else:
                    times = {"changed_at": changed_at, "until": changed_at + SAME_SECOND}
                    connection.execute(_OUTDATE_OLDER, {"ticket": ticket_id, **times})

    def outdate_of_organizations(self, changes: Mapping[int, datetime | None], since: datetime) -> None:
        """Note that organizations were changed, and when; only copies read since then are shown anywhere now.

        A copy that was read after the change shows it.
        """
        if not changes:
            return
        recent = select(tickets.c.id, tickets.c.document, tickets.c.fetched_at).where(tickets.c.fetched_at >= since)
        with self._database.read() as connection:
            rows = connection.execute(recent).all()
        for number, document, fetched_at in rows:
            copy = TICKETS.load(self._database, document, number)
            organization = copy.organization.id if copy and copy.organization else 0
            changed_at = changes.get(organization)
            if organization in changes and (changed_at is None or fetched_at < changed_at + SAME_SECOND):
                self.outdate(number)

    def outdate_all(self) -> None:
        """Have every ticket read again by whoever looks at it next."""
        with self._database.write(content=False) as connection:
            connection.execute(update(tickets).values(changes_seen=tickets.c.changes_seen + 1))

    def delete(self, ticket_id: int) -> None:
        """Forget a ticket that Zendesk no longer has."""
        with self._database.write() as connection:
            connection.execute(delete(tickets).where(tickets.c.id == ticket_id))
