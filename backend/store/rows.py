"""Small helpers that the stores share."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, Text, TypeDecorator
from sqlalchemy.sql.dml import ReturningInsert


class LenientJson(TypeDecorator[Any]):
    """JSON that may have been damaged: None then, so that one bad row does not end the query for all.

    Half a character (a lone surrogate) becomes a question mark: nothing that is sent could hold it.
    """

    impl = Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read it; PostgreSQL's driver has done so already, and its server takes nothing else."""
        try:
            found = json.loads(value) if isinstance(value, str) else value
            if isinstance(value, str) and "\\ud" not in value.lower():
                return found
            return json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
        except ValueError:
            return None


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any], *unique: str) -> bool:
    """Insert a row; False, and nothing done, when one with the same values in the `unique` columns is there."""
    # What was written is given back: a driver need not know how many rows that were.
    return connection.execute(_inserting(connection.dialect.name, table, unique), row).first() is not None


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], newer_by: str | None = None
) -> None:
    """Insert rows, or overwrite those with the same primary key.

    With `newer_by`, a row that is there stays where its value in that column is the later one: vendors' events
    arrive out of order.
    """
    if rows:
        statement = _upserting(connection.dialect.name, table, tuple(rows[0]), newer_by)
        connection.execute(statement, list(rows))


# Making a statement costs more than SQLite needs to carry it out.
@cache
def _inserting(dialect_name: str, table: Table, unique: tuple[str, ...]) -> ReturningInsert[Any]:
    statement = _into(dialect_name, table).on_conflict_do_nothing(index_elements=unique)
    made: ReturningInsert[Any] = statement.returning(*table.primary_key)
    return made


@cache
def _upserting(dialect_name: str, table: Table, names: tuple[str, ...], newer_by: str | None) -> Insert:
    statement = _into(dialect_name, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    where = table.c[newer_by] <= statement.excluded[newer_by] if newer_by else None
    made: Insert = (
        statement.on_conflict_do_update(index_elements=keys, set_=changed, where=where)
        if changed
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    return made


def _into(dialect_name: str, table: Table) -> Any:
    """Begin an INSERT of SQLite or PostgreSQL: only the dialect that is used is loaded, the other takes 3 MB."""
    return import_module(f"sqlalchemy.dialects.{dialect_name}").insert(table)
