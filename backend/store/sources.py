"""How each source was last read: when, how far, and what went wrong."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import RowMapping, bindparam, select, type_coerce

from backend.domain.listing import UNNAMED, Skipped
from backend.domain.text import clean
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import LenientJson, upsert
from backend.store.tables import sources

ALL = select(
    sources.c.name,
    sources.c.as_of,
    sources.c.cursor,
    sources.c.error,
    sources.c.failed_at,
    sources.c.skipped_count,
    type_coerce(sources.c.skipped, LenientJson).label("skipped"),
)
_ONE = ALL.where(sources.c.name == bindparam("of_source"))
SHOWN = ("error", "skipped_count", "skipped")
"""Columns of which a change is news; when a source was read, whoever shows it reads by itself."""
MOST_NAMED = 200
"""How many skipped records a source names; of the others only the number is kept, as the most that one reading had."""
LONGEST = 200
"""Characters of a skipped record's id or fault: what a vendor sent there may be anything."""
SKIPPED = TypeAdapter(tuple[Skipped, ...])
WITHOUT = {"__all__": {"texts"}}
"""What of a skipped record is not kept: people's words."""


@dataclass(frozen=True, slots=True)
class Skips:
    """The records of a source that could not be used: how many, and the first of them."""

    count: int = 0
    first: tuple[Skipped, ...] = ()

    @classmethod
    def of(cls, skipped: Iterable[Skipped]) -> "Skips":
        """Gather what one complete reading skipped; a record that was listed twice counts once."""
        return cls().followed_by(skipped, frozenset())

    def followed_by(self, skipped: Iterable[Skipped], read: AbstractSet[str]) -> "Skips":
        """Add what a later reading skipped, and leave out the records by id that it could use."""
        named = {_key(skip): skip for skip in self.first if skip.id not in read}
        named |= {_key(skip): _printable(skip) for skip in skipped}
        # Readings overlap: nobody knows of an unnamed record whether the later one met it again.
        least = self.count if self.count > len(self.first) else 0
        return Skips(max(least, len(named)), tuple(named.values())[:MOST_NAMED])


def _key(skip: Skipped) -> tuple[object, ...]:
    """Tell records apart; those without an id of their own by what else is told of them."""
    return (skip.kind, skip.id) if skip.id != UNNAMED else (skip.kind, skip.id, skip.tickets)


def _printable(skip: Skipped) -> Skipped:
    vendor, kind, id_, field, reason = (
        clean(text)[:LONGEST] for text in (skip.vendor, skip.kind, skip.id, skip.field, skip.reason)
    )
    return Skipped(vendor, kind, id_, field, reason, skip.tickets)


def _row(skips: Skips) -> dict[str, Any]:
    return {"skipped_count": skips.count, "skipped": SKIPPED.dump_python(skips.first, mode="json", exclude=WITHOUT)}


NO_SKIPS = Skips()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How a source was last read: `as_of` the last success, `error` and `failed_at` a failure since then."""

    name: str
    as_of: datetime | None
    cursor: datetime | None
    error: str | None
    failed_at: datetime | None
    skips: Skips = NO_SKIPS


def source_row(row: Any) -> SourceRow:
    """Read a row of `ALL`."""
    name, as_of, cursor, error, failed_at, count, named = row
    try:
        first = SKIPPED.validate_python(named) if named else ()
    except ValidationError:
        # Another version wrote them in another form; the next reading writes them again.
        first = ()
    return SourceRow(name, as_of, cursor, error, failed_at, Skips(count, first))


class SourceStore:
    """Reads and writes how sources were read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> SourceRow | None:
        """Read how a source was last read."""
        with self._database.read(single=True) as connection:
            row = connection.execute(_ONE, {"of_source": name}).first()
        return source_row(row) if row else None

    def all(self) -> list[SourceRow]:
        """Read how every source was last read."""
        with self._database.read(single=True) as connection:
            return [source_row(row) for row in connection.execute(ALL)]

    def record_success(
        self, name: str, as_of: datetime, cursor: datetime | None = None, skips: Skips = NO_SKIPS
    ) -> None:
        """Note that a source was read completely, but for the records that could not be used."""
        row = {"name": name, "as_of": as_of, "cursor": cursor, "error": None, "failed_at": None}
        self._note(row | _row(skips))

    def record_skips(self, name: str, skips: Skips) -> None:
        """Note which records of a source cannot be used, as they were all listed."""
        self._note({"name": name, **_row(skips)})

    def record_progress(self, name: str, cursor: datetime) -> None:
        """Note how far a source has been read, while it is still being read."""
        self._note({"name": name, "cursor": cursor})

    def record_failure(self, name: str, at: datetime, error: str) -> None:
        """Note that reading a source failed; what was read before stays."""
        self._note({"name": name, "error": clean(error), "failed_at": at})

    def _note(self, row: Mapping[str, Any]) -> None:
        with self._database.write(content=False) as connection:
            before = connection.execute(_ONE, {"of_source": row["name"]}).mappings().first()
            upsert(connection, sources, [row])
            if not before or before["as_of"] is None or _differs(before, row):
                changed(connection)


def _differs(before: RowMapping, row: Mapping[str, Any]) -> bool:
    return any(before[column] != row.get(column, before[column]) for column in SHOWN)
