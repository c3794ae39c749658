"""Who is on call, now and next, as PagerDuty last said."""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, delete, select

from backend.domain.paging.on_call import OnCall
from backend.domain.paging.schedules import Override
from backend.store.documents import ON_CALLS, OVERRIDES
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import upsert
from backend.store.tables import on_calls, overrides

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
        return [entry for entry in loaded if entry]

    def overrides(self) -> list[Override]:
        """List who stands in on the managers' schedules."""
        query = select(overrides.c.position, overrides.c.document).order_by(overrides.c.position)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        loaded = (OVERRIDES.load(self._database, document, position) for position, document in rows)
        return [override for override in loaded if override]

    def replace(self, entries: Iterable[OnCall], standing: Iterable[Override] = ()) -> None:
        """Keep these entries and overrides and no other."""
        duties = [ON_CALLS.dump(entry) for entry in entries]
        with self._database.write(content=False) as connection:
            if _replaced(connection, on_calls, duties):
                changed(connection)
            self.replace_overrides(standing)

    def replace_overrides(self, standing: Iterable[Override]) -> None:
        """Keep these overrides and no other."""
        documents = [OVERRIDES.dump(override) for override in standing]
        with self._database.write(content=False) as connection:
            if _replaced(connection, overrides, documents):
                changed(connection)


def _replaced(connection: Connection, table: Table, documents: list[str]) -> bool:
    """Keep these documents and no other; tell whether they are others than before."""
    known = select(table.c.document).order_by(table.c.position)
    if list(connection.scalars(known)) == documents:
        return False
    connection.execute(delete(table))
    upsert(connection, table, [{"position": place, "document": document} for place, document in enumerate(documents)])
    return True
