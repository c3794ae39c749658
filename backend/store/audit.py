"""The operations of the past, oldest first and in pages: for reports that read them all."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import tuple_

from backend.store import tables
from backend.store.engine import Database
from backend.store.operation_queries import OPERATIONS, with_steps
from backend.store.operation_rows import OperationRow

PAGE = 500
"""How many operations are held at once."""


class AuditStore:
    """Reads the past."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, start: datetime, kinds: Sequence[str] = ()) -> Iterator[OperationRow]:
        """Give what was accepted since a time, with its steps; only these kinds, if any are named."""
        columns, after = tables.operations.c, None
        wanted = OPERATIONS.where(columns.created_at >= start).order_by(columns.created_at, columns.id).limit(PAGE)
        if kinds:
            wanted = wanted.where(columns.kind.in_(kinds))
        while True:
            place = tuple_(columns.created_at, columns.id)
            query = wanted if after is None else wanted.where(place > after)
            with self._database.read() as connection:
                rows = with_steps(connection, query)
            yield from rows
            if len(rows) < PAGE:
                return
            after = (rows[-1].created_at, rows[-1].id)
