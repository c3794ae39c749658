"""Takes personal data out of the store once it is old enough; who did what, and when, stays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Table,
    Update,
    and_,
    delete,
    literal,
    null,
    or_,
    select,
    tuple_,
    update,
)

from backend.store import tables
from backend.store.engine import Database
from backend.store.operation_rows import UNFINISHED

REMOVED = "Removed after the retention time"
BATCH = 200
"""How many things go in one transaction: others who write wait for no longer than that takes."""
PAUSE_SECONDS = 0.02
"""Between two transactions, so that those who wait come first: SQLite has no queue."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class _Old:
    """Things of one kind that are old, found by their `key`; `statements` forget those of some keys."""

    key: tuple[Column[Any], ...]
    condition: ColumnElement[bool]
    statements: Callable[[Sequence[Key]], Iterator[Delete | Update]]


class RetentionStore:
    """Forgets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def forget(self, before: datetime, now: datetime) -> int:
        """Remove what was last touched before a time, bit by bit; give how many rows that concerned.

        Copies of what vendors own go altogether: they are read again when somebody looks. An ended operation keeps
        its kind, ticket, person, times and states; what was typed, and what came of it in words, goes.
        """
        return sum(self._forget(old) for old in _all(before, now))

    def _forget(self, old: _Old) -> int:
        rows, after = 0, None
        while keys := self._next(old, after):
            with self._database.write() as connection:
                # One that changed since it was found is not old any more.
                query = select(*old.key).where(among(old.key, keys), old.condition).with_for_update()
                still = [tuple(row) for row in connection.execute(query)]
                if still:
                    rows += sum(connection.execute(statement).rowcount for statement in old.statements(still))
            if len(keys) < BATCH:
                break
            after = keys[-1]
            sleep(PAUSE_SECONDS)
        return rows

    def _next(self, old: _Old, after: Key | None) -> list[Key]:
        query = select(*old.key).where(old.condition).order_by(*old.key).limit(BATCH)
        if after:
            query = query.where(tuple_(*old.key) > tuple_(*(literal(value) for value in after)))
        with self._database.read() as connection:
            return [tuple(row) for row in connection.execute(query)]


def among(columns: tuple[Column[Any], ...], keys: Sequence[Key]) -> ColumnElement[bool]:
    """Ask for rows by their keys of one or two columns: SQLite searches no index for a list of pairs."""
    last = columns[-1]
    if len(columns) == 1:
        return last.in_([key[0] for key in keys])
    groups = {key[0]: [other for first, other in keys if first == key[0]] for key in keys}
    return or_(*(and_(columns[0] == first, last.in_(others)) for first, others in groups.items()))


def _all(before: datetime, now: datetime) -> Iterator[_Old]:
    issues, incidents, operations = tables.issues.c, tables.incidents.c, tables.operations.c
    key = (issues.tracker, issues.iid)
    yield _Old(key, issues.closed.is_(True) & (issues.updated_at < before), _issues)
    old = (incidents.status == "resolved") & (incidents.created_at < before)
    yield _Old((incidents.id,), old, _incidents)
    for table in (tables.tickets, tables.agents):
        yield _Old((table.c.id,), table.c.fetched_at < before, _rows_of(table))
    ended = operations.state.not_in(UNFINISHED) & (operations.updated_at < before) & operations.redacted_at.is_(None)
    yield _Old((operations.id,), ended, lambda keys: _operations(keys, now))


def _issues(keys: Sequence[Key]) -> Iterator[Delete]:
    for table in (tables.issue_tickets, tables.links, tables.acknowledgements, tables.issues):
        yield delete(table).where(among((table.c.tracker, table.c.iid), keys))


def _incidents(keys: Sequence[Key]) -> Iterator[Delete]:
    ids = [key[0] for key in keys]
    yield delete(tables.incident_tickets).where(tables.incident_tickets.c.incident_id.in_(ids))
    yield delete(tables.incidents).where(tables.incidents.c.id.in_(ids))


def _rows_of(table: Table) -> Callable[[Sequence[Key]], Iterator[Delete]]:
    def rows(keys: Sequence[Key]) -> Iterator[Delete]:
        yield delete(table).where(table.c.id.in_([key[0] for key in keys]))

    return rows


def _operations(keys: Sequence[Key], now: datetime) -> Iterator[Update]:
    ids = [key[0] for key in keys]
    yield update(tables.steps).where(tables.steps.c.operation_id.in_(ids)).values(detail=REMOVED, result=null())
    yield update(tables.operations).where(tables.operations.c.id.in_(ids)).values(body={}, facts={}, redacted_at=now)
