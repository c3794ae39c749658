"""Zendesk's active macros."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from backend.domain.text import clean
from backend.store.engine import Database
from backend.store.rows import upsert
from backend.store.tables import macros

ALL = select(macros.c.id, macros.c.title).order_by(macros.c.title)


class MacroStore:
    """Reads and replaces the list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[tuple[int, str]]:
        """List the active macros by title."""
        with self._database.read() as connection:
            return [(row.id, row.title) for row in connection.execute(ALL)]

    def replace(self, found: Iterable[tuple[int, str]]) -> None:
        """Keep these macros and no other."""
        with self._database.write() as connection:
            connection.execute(delete(macros))
            upsert(connection, macros, [{"id": one, "title": clean(title)} for one, title in found])
