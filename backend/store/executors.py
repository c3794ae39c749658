"""The processes that carry operations out. One that has a row here is alive, or not known to be dead yet."""

from sqlalchemy import ColumnElement, delete, select

from backend.store.beats import new_beat
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import executors

_BEATS = select(executors)


class ExecutorStore:
    """Keeps beats. A name is held by one process at a time (see WorkerSlot)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, name: str) -> None:
        """Show that an executor lives."""
        with self._database.write(content=False) as connection:
            upsert(connection, executors, [{"name": name, "beat": new_beat()}])

    def beats(self) -> dict[str, int]:
        """Give each executor's last beat."""
        with self._database.read(single=True) as connection:
            return {row.name: row.beat for row in connection.execute(_BEATS)}

    def leave(self, name: str) -> None:
        """Strike off an executor that has ended."""
        self._strike_off(executors.c.name == name)

    def bury(self, name: str, beat: int) -> None:
        """Strike off an executor that seems dead, unless it has beaten again meanwhile."""
        self._strike_off((executors.c.name == name) & (executors.c.beat == beat))

    def _strike_off(self, which: ColumnElement[bool]) -> None:
        with self._database.write(content=False) as connection:
            connection.execute(delete(executors).where(which))
