"""What vendors' events and people said should be read again: each delivery once, kept until it was acted on."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, select, update

from backend.store.engine import Database
from backend.store.rows import insert_new
from backend.store.tables import inbox

MOST = 500
"""Entries looked at in one round."""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A source to read again; of tickets the one that changed, and when. `full` = from the beginning.

    Of organizations `ticket_id` is the organization that changed.
    """

    source: str
    ticket_id: int | None = None
    changed_at: datetime | None = None
    full: bool = False


FIELDS = tuple(field.name for field in fields(InboxEntry))
NOTHING = {"source": None, "full": False}
_ENTRY = (inbox.c.source, inbox.c.ticket_id, inbox.c.changed_at, inbox.c.full)
# Asked several times a second: making the statement costs more than the answer, which is empty most of the time.
_WAITING = select(inbox.c.id, *_ENTRY).where(inbox.c.done_at.is_(None)).order_by(inbox.c.id).limit(MOST)


class InboxStore:
    """Keeps entries. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, key: str, at: datetime, entry: InboxEntry | None) -> bool:
        """Keep what came under a key; False when that key came before. No entry = there is nothing to do."""
        said = {name: getattr(entry, name) for name in FIELDS} if entry else NOTHING
        row = {"key": key, "received_at": at, "done_at": None if entry else at, **said}
        with self._database.write(content=False) as connection:
            return insert_new(connection, inbox, row, "key")

    def heard(self, source: str, since: datetime) -> bool:
        """Tell whether an event of a source was acted on since then."""
        with self._database.read(single=True) as connection:
            return connection.execute(_ACTED_ON, {"since": since, "of_source": source}).first() is not None

    def waiting(self) -> dict[int, InboxEntry]:
        """List what is still to be acted on by id, oldest first."""
        with self._database.read(single=True) as connection:
            return {row.id: InboxEntry(*row[1:]) for row in connection.execute(_WAITING)}

    def done(self, ids: Sequence[int], at: datetime) -> None:
        """Note that these were acted on."""
        with self._database.write(content=False) as connection:
            connection.execute(_DONE, {"ids": ids, "done_at": at})

    def prune(self, before: datetime) -> None:
        """Forget what was done before a time."""
        with self._database.write(content=False) as connection:
            connection.execute(delete(inbox).where(inbox.c.done_at < before))


# Made once: making a statement costs more than SQLite needs to carry it out.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_ACTED_ON = (
    select(inbox.c.id).where(inbox.c.done_at >= bindparam("since"), inbox.c.source == bindparam("of_source")).limit(1)
)
_WAITING = (
    select(inbox.c.id, inbox.c.source, inbox.c.ticket_id, inbox.c.changed_at, inbox.c.full)
    .where(inbox.c.done_at.is_(None))
    .order_by(inbox.c.id)
    .limit(MOST)
)
_DONE = update(inbox).where(inbox.c.id.in_(_IDS))
