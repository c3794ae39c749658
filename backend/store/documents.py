"""Writes and reads the domain objects that the store keeps as JSON.

Documents are read one by one and tolerantly: unknown fields are ignored and missing ones take their default, since
another version of this code may have written them. A document that still cannot be read is emptied, left out of the
answer, counted and logged, and its vendor is asked again; it never takes the rest of an answer with it.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, SchemaValidator
from sqlalchemy import Table, update

from backend.domain.clock import YEARS
from backend.domain.issues import Issue
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.schedules import Override
from backend.domain.tickets import Ticket
from backend.store import tables
from backend.store.engine import Database
from backend.store.faults import StoreDown
from backend.store.inbox import InboxEntry, InboxStore
from backend.telemetry.metrics import UNREADABLE

EMPTY = ""
"""Stands for a document that could not be read, until the vendor has been asked again."""
EARLIEST, LATEST = datetime(YEARS[0], 1, 1, tzinfo=UTC), datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC)
T = TypeVar("T")
Key = tuple[Any, ...]

log = logging.getLogger(__name__)


class Documents(Generic[T]):
    """The documents of one table. `read_again` names what has the vendor asked again for the row with a key.

    So many are `kept` as they were read: those that panels share are read again whenever one of them changes.
    """

    def __init__(
        self,
        table: Table,
        kind: type[T],
        read_again: Callable[[Key], InboxEntry | None] = lambda key: None,
        kept: int = 0,
    ) -> None:
        self._table = table
        self._adapter = TypeAdapter(kind)
        self._read = lru_cache(kept)(SchemaValidator(_bounded(self._adapter.core_schema)).validate_json)
        self._read_again = read_again

    def dump(self, value: T) -> str:
        """Write a document; half a character (a lone surrogate) becomes a question mark."""
        try:
            return self._adapter.dump_json(value).decode()
        except (PydanticSerializationError, UnicodeEncodeError):
            plain = json.dumps(self._adapter.dump_python(value, mode="json"), ensure_ascii=False)
            return plain.encode(errors="replace").decode()

    def load(self, database: Database, document: str, *key: Any) -> T | None:
        """Read the document of the row with a primary key; None when it cannot be read."""
        if document == EMPTY:
            return None
        try:
            read: T = self._read(document)
            return read
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
            field = ".".join(map(str, fault["loc"])) or "the whole"
            self._set_aside(database, document, key, f"{field}: {fault['type']}")
            return None

    def _set_aside(self, database: Database, document: str, key: Key, fault: str) -> None:
        here = [column == part for column, part in zip(self._table.primary_key, key, strict=True)]
        # Whoever reads a ticket next has it fetched when more changes were seen than read.
        seen = self._table.c.get("changes_seen")
        values = {"document": EMPTY} | ({} if seen is None else {"changes_seen": seen + 1})
        try:
            with database.write() as connection:
                # Another process may have read it again meanwhile: only this very document is emptied.
                same = update(self._table).where(*here, self._table.c.document == document)
                if not connection.execute(same.values(values)).rowcount:
                    return
                if entry := self._read_again(key):
                    name = f"{self._table.name} {key} {document}".encode(errors="replace")
                    InboxStore(database).keep(hashlib.sha256(name).hexdigest(), datetime.now(UTC), entry)
        except StoreDown:
            log.warning("%s %s could not be emptied: the database does not answer", self._table.name, key)
            return
        UNREADABLE.labels(self._table.name).inc()
        log.warning("%s %s cannot be read (%s): asking its vendor again", self._table.name, key, fault)


def _bounded(schema: Any) -> Any:
    """Let a schema take no time without a zone, or at the ends of the calendar: it cannot be compared, or shifted."""
    if isinstance(schema, list):
        return [_bounded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    bounds = {"ge": EARLIEST, "lt": LATEST, "tz_constraint": "aware"} if schema.get("type") == "datetime" else {}
    return {name: _bounded(part) for name, part in schema.items()} | bounds


TICKETS = Documents(tables.tickets, Ticket)
ISSUES = Documents(tables.issues, Issue, lambda key: InboxEntry(f"gitlab:{key[0]}", full=True))
INCIDENTS = Documents(tables.incidents, Incident, lambda key: InboxEntry("pagerduty:incidents"), kept=64)
ON_CALLS = Documents(tables.on_calls, OnCall, lambda key: InboxEntry("pagerduty:on_calls"), kept=256)
OVERRIDES = Documents(tables.overrides, Override, lambda key: InboxEntry("pagerduty:on_calls"))
