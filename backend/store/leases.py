"""Leases: which process in the fleet does a thing that only one should do."""

from datetime import datetime, timedelta

from sqlalchemy import select

from backend.store import tables
from backend.store.engine import Database
from backend.store.rows import upsert


class LeaseStore:
    """Gives a named lease to one holder at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease for some seconds; False while another holds it."""
        with self._database.write(content=False) as connection:
            row = connection.execute(
                select(tables.leases.c.holder, tables.leases.c.until)
                .where(tables.leases.c.name == name)
                .with_for_update()
            ).first()
            if row and row.holder != holder and row.until > now:
                return False
            until = now + timedelta(seconds=seconds)
            upsert(connection, tables.leases, [{"name": name, "holder": holder, "until": until}])
            return True

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, so that another need not wait for its end."""
        with self._database.write(content=False) as connection:
            connection.execute(
                tables.leases.delete().where(tables.leases.c.name == name, tables.leases.c.holder == holder)
            )
