"""Zendesk's active macros."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, delete, select

from backend.domain.macros import Macro, Restriction
from backend.domain.text import clean
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import upsert
from backend.store.tables import macros

ALL = select(macros).order_by(macros.c.title)


class MacroStore:
    """Reads and replaces the list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Macro]:
        """List the active macros by title."""
        with self._database.read() as connection:
            return [macro_row(row) for row in connection.execute(ALL)]

    def replace(self, found: Iterable[Macro]) -> None:
        """Keep these macros and no other."""
        rows = [
            {
                "id": macro.id,
                "title": clean(macro.title),
                "restriction_kind": macro.restriction.kind if macro.restriction else None,
                "restriction_ids": sorted(macro.restriction.ids) if macro.restriction else [],
                "current_user_fields": list(macro.current_user_fields),
                "adds_tags": list(macro.adds_tags),
                "form_id": macro.form_id,
            }
            for macro in found
        ]
        with self._database.write(content=False) as connection:
            known = {row.id: dict(row._mapping) for row in connection.execute(ALL)}
            if known == {row["id"]: row for row in rows}:
                return
            connection.execute(delete(macros))
            upsert(connection, macros, rows)
            changed(connection)


def macro_row(row: Row[Any]) -> Macro:
    """Make a macro of its row."""
    kind = row.restriction_kind
    restriction = Restriction(kind, frozenset(row.restriction_ids)) if kind else None
    return Macro(row.id, row.title, restriction, tuple(row.current_user_fields), tuple(row.adds_tags), row.form_id)
