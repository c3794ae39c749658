"""Which feedback customers were contacted by a manager, and whose tickets are back on track."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import contacts


@dataclass(frozen=True, slots=True)
class Contact:
    """What is recorded of a feedback issue's contact: who made it, and who says that the ticket is on track again."""

    made_by: str | None = None
    on_track_by: str | None = None


NO_CONTACT = Contact()


class ContactStore:
    """Reads and writes the records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, iid: int) -> Contact:
        """Read what is recorded of a feedback issue."""
        query = select(contacts.c.made_by, contacts.c.on_track_by).where(contacts.c.iid == iid)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return Contact(*row) if row else NO_CONTACT

    def record(self, iid: int, by: str, at: datetime) -> None:
        """Remember that the customer was contacted."""
        self._put(iid, made_by=by, made_at=at)

    def on_track(self, iid: int, by: str, at: datetime) -> None:
        """Remember that somebody says the ticket is back on track."""
        self._put(iid, on_track_by=by, on_track_at=at)

    def _put(self, iid: int, **values: str | datetime | None) -> None:
        with self._database.write() as connection:
            upsert(connection, contacts, [{"iid": iid, **values}])
