"""The processes that carry operations out, and the beats by which they show that they live."""

from sqlalchemy import delete, insert, select, update

from backend.store.engine import Database
from backend.store.tables import executors


class ExecutorStore:
    """Counts beats. A name is held by one process at a time (see operations/engine/slots.py)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, name: str) -> None:
        """Count one more beat."""
        with self._database.write(content=False) as connection:
            more = update(executors).where(executors.c.name == name).values(beat=executors.c.beat + 1)
            if not connection.execute(more).rowcount:
                connection.execute(insert(executors).values(name=name, beat=1))

    def beats(self) -> dict[str, int]:
        """Give each executor's count."""
        with self._database.read() as connection:
            return {row.name: row.beat for row in connection.execute(select(executors))}

    def forget(self, name: str) -> None:
        """Strike an executor off: it has ended, or beats no more."""
        with self._database.write(content=False) as connection:
            connection.execute(delete(executors).where(executors.c.name == name))
