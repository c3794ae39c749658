"""Small helpers that the stores share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any], unique: str) -> bool:
    """Insert a row; False, and nothing done, when one with the same value in the `unique` column is there."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=[unique])
    return connection.execute(statement, row).rowcount == 1


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], newer_by: str | None = None
) -> None:
    """Insert rows, or overwrite those with the same primary key.

    With `newer_by`, a row that is there stays where its value in that column is the later one: vendors' events
    arrive out of order.
    """
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if not changed:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys), list(rows))
        return
    where = table.c[newer_by] <= statement.excluded[newer_by] if newer_by else None
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed, where=where), list(rows))
