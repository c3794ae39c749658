"""Leases: which process in the fleet does a thing that only one should do."""

from sqlalchemy import select

from backend.store import tables
from backend.store.beats import BeatWatch, new_beat
from backend.store.engine import Database
from backend.store.rows import upsert


class LeaseStore:
    """Gives a named lease to one holder at a time."""

    def __init__(self, database: Database, watch: BeatWatch | None = None) -> None:
        """Tell by `watch` for how long a lease was not renewed."""
        self._database = database
        self._watch = watch or BeatWatch()

    def take(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew a lease; False while another holds it, who renewed it within so many seconds."""
        with self._database.write(content=False) as connection:
            row = connection.execute(
                select(tables.leases.c.holder, tables.leases.c.beat)
                .where(tables.leases.c.name == name)
                .with_for_update()
            ).first()
            if row and row.holder != holder and self._watch.unchanged(name, row.beat) <= seconds:
                return False
            upsert(connection, tables.leases, [{"name": name, "holder": holder, "beat": new_beat()}])
            return True

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, so that another need not wait for its end."""
        with self._database.write(content=False) as connection:
            connection.execute(
                tables.leases.delete().where(tables.leases.c.name == name, tables.leases.c.holder == holder)
            )
