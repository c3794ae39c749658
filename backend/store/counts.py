"""Counts for whoever watches over it: operations, and pages that nobody has picked up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from backend.store import tables
from backend.store.engine import Database


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many pages nobody has acknowledged, and since when the oldest one waits."""

    pages: int
    since: datetime | None


class CountStore:
    """Counts rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def operations(self) -> dict[tuple[str, str], int]:
        """Count operations by kind and state."""
        columns = tables.operations.c
        query = select(columns.kind, columns.state, func.count()).group_by(columns.kind, columns.state)
        with self._database.read() as connection:
            return {(kind, state): number for kind, state, number in connection.execute(query)}

    def unacknowledged(self) -> Waiting:
        """Count the pages that nobody has acknowledged, as last read from PagerDuty."""
        columns = tables.incidents.c
        query = select(func.count(), func.min(columns.created_at)).where(columns.status == "triggered")
        with self._database.read() as connection:
            return Waiting(*connection.execute(query).one())
