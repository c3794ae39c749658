"""Zendesk's active macros."""

import logging
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, delete, select, type_coerce

from backend.domain.macros import Macro
from backend.domain.text import clean
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import LenientJson, upsert
from backend.store.tables import macros

LISTS = ("restriction_ids", "current_user_fields", "adds_tags")
ALL = select(
    *(type_coerce(column, LenientJson).label(column.name) if column.name in LISTS else column for column in macros.c)
).order_by(macros.c.title)
MACRO = TypeAdapter(Macro)

log = logging.getLogger(__name__)


class MacroStore:
    """Reads and replaces the list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Macro]:
        """List the active macros by title."""
        with self._database.read() as connection:
            return listed(connection)

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


def listed(connection: Connection) -> list[Macro]:
    """Read the list within a transaction; a row that cannot be read is left out until Zendesk was read again."""
    found = (_macro(row) for row in connection.execute(ALL))
    return [macro for macro in found if macro]


def _macro(row: Row[Any]) -> Macro | None:
    kind = row.restriction_kind
    values = {
        "id": row.id,
        "title": row.title,
        "restriction": {"kind": kind, "ids": row.restriction_ids} if kind else None,
        "current_user_fields": row.current_user_fields,
        "adds_tags": row.adds_tags,
        "form_id": row.form_id,
    }
    try:
        return MACRO.validate_python(values)
    except ValidationError as error:
        log.warning("macro %s cannot be read: %s", row.id, error.errors()[0]["type"])
        return None
