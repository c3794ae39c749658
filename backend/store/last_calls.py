"""How the last calls to the vendors went, for every process to tell; whichever wrote last counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, select, update

from backend.domain.text import clean
from backend.store import tables
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.telemetry.last_calls import LastCall

LONGEST = 500
"""Characters of a reason that are kept."""
_TOUCHED = [
    update(table).where(false()).values({table.c.state: table.c.state}) for table in (tables.operations, tables.steps)
]
"""Changes nothing, and needs the right and the lock to do so."""
_FAILING = select(tables.last_calls).where(tables.last_calls.c.reason.is_not(None))


@dataclass(frozen=True, slots=True)
class FailingCall:
    """The last write, sign-in or look at the clock at a vendor, which failed."""

    vendor: str
    act: str
    reason: str
    at: datetime


class LastCallStore:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, calls: Sequence[LastCall], at: datetime) -> None:
        """Write calls down, none of them too: raise StoreDown when operations could not be written either."""
        with self._database.write(content=False) as connection:
            for statement in _TOUCHED:
                connection.execute(statement)
            rows = [
                {
                    "vendor": call.vendor,
                    "act": call.act,
                    "reason": call.reason and clean(call.reason)[:LONGEST],
                    "at": at,
                }
                for call in calls
            ]
            upsert(connection, tables.last_calls, rows)

    def failing(self) -> list[FailingCall]:
        """List what failed last."""
        with self._database.read(single=True) as connection:
            return [FailingCall(row.vendor, row.act, row.reason, row.at) for row in connection.execute(_FAILING)]
