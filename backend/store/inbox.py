"""What vendors' events and people said should be read again, each delivery once, kept until it was heeded."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from backend.store.engine import Database
from backend.store.tables import hints

MOST = 500
"""Hints looked at in one round."""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A source to read again; of tickets the one that changed, and when. `full` = from the beginning."""

    source: str
    ticket_id: int | None = None
    changed_at: datetime | None = None
    full: bool = False


NOTHING = {"source": None, "full": False}


class InboxStore:
    """Keeps hints. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, key: str, at: datetime, hint: InboxEntry | None) -> bool:
        """Keep what came under a key; False when that key came before. No hint = there is nothing to do."""
        row = {"key": key, "received_at": at, "done_at": None if hint else at} | (asdict(hint) if hint else NOTHING)
        try:
            with self._database.write(content=False) as connection:
                connection.execute(insert(hints).values(row))
        except IntegrityError:
            return False
        return True

    def waiting(self) -> dict[int, InboxEntry]:
        """List what is to be heeded by id, oldest first."""
        columns = hints.c
        query = select(columns.id, columns.source, columns.ticket_id, columns.changed_at, columns.full)
        with self._database.read() as connection:
            found = connection.execute(query.where(columns.done_at.is_(None)).order_by(columns.id).limit(MOST))
            return {row.id: InboxEntry(*row[1:]) for row in found}

    def done(self, ids: Sequence[int], at: datetime) -> None:
        """Note that these were heeded."""
        with self._database.write(content=False) as connection:
            connection.execute(update(hints).where(hints.c.id.in_(ids)).values(done_at=at))

    def prune(self, before: datetime) -> None:
        """Forget what was done before a time."""
        with self._database.write(content=False) as connection:
            connection.execute(delete(hints).where(hints.c.done_at < before))
