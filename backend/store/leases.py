"""Leases: which process in the fleet does a thing that only one should do."""

from collections.abc import Callable

from sqlalchemy import select

from backend.store import tables
from backend.store.beats import BeatWatch, new_beat
from backend.store.engine import Database
from backend.store.rows import upsert


class LeaseStore:
    """Takes named leases for one holder: a process of the fleet."""

    def __init__(self, database: Database, holder: Callable[[], str], watch: BeatWatch | None = None) -> None:
        """Take them in the name that `holder` gives; tell by `watch` for how long another's was not renewed."""
        self._database = database
        self._holder = holder
        self._watch = watch or BeatWatch()

    def take(self, name: str, seconds: float) -> bool:
        """Take or renew a lease; False while another holds it, who renewed it within so many seconds."""
        holder = self._holder()
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

    def release(self, name: str) -> None:
        """Give a lease back, so that another need not wait for its end."""
        leases = tables.leases
        with self._database.write(content=False) as connection:
            connection.execute(leases.delete().where(leases.c.name == name, leases.c.holder == self._holder()))
