"""How each source was last read: when, how far, and what went wrong."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backend.domain.text import clean
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import sources

ALL = select(sources.c.name, sources.c.as_of, sources.c.cursor, sources.c.error, sources.c.failed_at)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How a source was last read: `as_of` the last success, `error` and `failed_at` a failure since then."""

    name: str
    as_of: datetime | None
    cursor: datetime | None
    error: str | None
    failed_at: datetime | None


class SourceStore:
    """Reads and writes how sources were read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> SourceRow | None:
        """Read how a source was last read."""
        with self._database.read() as connection:
            row = connection.execute(ALL.where(sources.c.name == name)).first()
        return SourceRow(*row) if row else None

    def all(self) -> list[SourceRow]:
        """Read how every source was last read."""
        with self._database.read() as connection:
            return [SourceRow(*row) for row in connection.execute(ALL)]

    def record_success(self, name: str, as_of: datetime, cursor: datetime | None = None) -> None:
        """Note that a source was read completely."""
        row = {"name": name, "as_of": as_of, "cursor": cursor, "error": None, "failed_at": None}
        with self._database.write() as connection:
            upsert(connection, sources, [row])

    def record_progress(self, name: str, cursor: datetime) -> None:
        """Note how far a source has been read, while it is still being read."""
        with self._database.write() as connection:
            upsert(connection, sources, [{"name": name, "cursor": cursor}])

    def record_failure(self, name: str, at: datetime, error: str) -> None:
        """Note that reading a source failed; what was read before stays."""
        with self._database.write() as connection:
            upsert(connection, sources, [{"name": name, "error": clean(error), "failed_at": at}])
