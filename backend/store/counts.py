"""Counts for whoever watches over it: operations, and pages that nobody has picked up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from backend.store import tables
from backend.store.engine import Database
from backend.store.operation_rows import UNFINISHED, UNSETTLED


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many pages nobody has acknowledged, and since when the oldest one waits."""

    pages: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Late:
    """How many operations there are, and when the oldest was accepted; `since` means nothing when there is none."""

    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages that are not known to be out: since when the oldest is tried; how many were given up lately."""

    unconfirmed_since: datetime | None
    failed: int


class CountStore:
    """Counts rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def operations(self) -> dict[tuple[str, str], int]:
        """Count operations by kind and state; those that have ended were counted when they did."""
        columns, ended = tables.operations.c, tables.ended_operations.c
        going_on = (
            select(columns.kind, columns.state, func.count())
            .where(columns.state.in_(UNFINISHED))
            .group_by(columns.kind, columns.state)
        )
        kept = select(ended.kind, ended.state, ended.number).where(ended.number > 0)
        with self._database.read() as connection:
            rows = [*connection.execute(kept), *connection.execute(going_on)]
        return {(kind, state): number for kind, state, number in rows}

    def unacknowledged(self) -> Waiting:
        """Count the pages that nobody has acknowledged, as last read from PagerDuty."""
        columns = tables.incidents.c
        query = select(func.count(), func.min(columns.created_at)).where(columns.status == "triggered")
        with self._database.read() as connection:
            return Waiting(*connection.execute(query).one())

    def unfinished(self, before: datetime) -> Late:
        """Count the operations that were accepted before a time and have not ended."""
        columns = tables.operations.c
        query = select(func.count(), func.min(columns.created_at)).where(
            columns.state.in_(UNFINISHED), columns.created_at < before
        )
        with self._database.read() as connection:
            number, since = connection.execute(query).one()
            return Late(number, since or before)

    def pages(self, kinds: Collection[str], since: datetime) -> Pages:
        """Look at the first steps of the kinds that page: what is not confirmed, and what has failed since a time."""
        operations, steps = tables.operations.c, tables.steps.c
        first = (
            select(func.min(operations.created_at), func.count())
            .join(tables.steps, steps.operation_id == operations.id)
            .where(steps.position == 0, operations.kind.in_(kinds))
        )
        with self._database.read() as connection:
            oldest, _ = connection.execute(first.where(steps.state.in_(UNSETTLED))).one()
            _, failed = connection.execute(first.where(steps.state == "failed", steps.at > since)).one()
            return Pages(oldest, failed)
