"""Reading past SQLAlchemy's machinery what every request asks: that costs six times what the driver does.

Statements are still built, and written for the database at hand, by SQLAlchemy; rows come as the driver's own tuples,
times as `tables.from_driver` reads them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.exc import SQLAlchemyError


class Prepared:
    """A statement as the driver takes it."""

    def __init__(self, engine: Engine, statement: Select[Any]) -> None:
        compiled = statement.compile(engine)
        self._sql = str(compiled)
        self._order = compiled.positiontup
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, cursor: Any, values: Mapping[str, Any] | None = None) -> Any:
        """Run it; the cursor gives the rows."""
        given = self._fixed | dict(values or {})
        cursor.execute(self._sql, given if self._order is None else tuple(given[name] for name in self._order))
        return cursor


@contextmanager
def lent(engine: Engine, failed: type[Exception], snapshot: bool) -> Iterator[Any]:
    """Lend a cursor for reading; raise `failed` when the database does not answer."""
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            if snapshot and engine.dialect.name == "sqlite":
                cursor.execute("BEGIN")
            yield cursor
        finally:
            # The pool rolls back what it is given.
            connection.close()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise failed(f"the database does not answer as it should ({type(error).__name__})") from error
