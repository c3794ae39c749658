"""Who is on call, now and next, as PagerDuty last said."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from backend.domain.paging.on_call import OnCall
from backend.store.documents import ON_CALLS
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import on_calls

ALL = select(on_calls.c.position, on_calls.c.document).order_by(on_calls.c.position)


class OnCallStore:
    """Reads and replaces the entries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[OnCall]:
        """List who is on call, now and next."""
        with self._database.read() as connection:
            rows = connection.execute(ALL).all()
        loaded = (ON_CALLS.load(self._database, document, position) for position, document in rows)
        return [one for one in loaded if one]

    def replace(self, entries: Iterable[OnCall]) -> None:
        """Keep these entries and no other."""
        rows = [{"position": place, "document": ON_CALLS.dump(one)} for place, one in enumerate(entries)]
        with self._database.write() as connection:
            connection.execute(delete(on_calls))
            upsert(connection, on_calls, rows)
