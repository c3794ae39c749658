"""Reading past SQLAlchemy's machinery what every request asks: that costs six times what the driver does.

Statements are still built, and written for the database at hand, by SQLAlchemy; rows come as the driver's own tuples,
times as `tables.from_driver` reads them.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
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


class Kept:
    """A connection that is closed when its thread has ended."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __del__(self) -> None:
        """Close it."""
        self.connection.close()


class Lender:
    """Lends cursors for reading; raises `failed` when the database does not answer.

    SQLite's connections stay with their threads: taking one out of the pool costs more than reading a row.
    """

    def __init__(self, engine: Engine, failed: type[Exception]) -> None:
        self._engine = engine
        self._failed = failed
        self._stays = engine.dialect.name == "sqlite"
        self._mine = threading.local()

    @contextmanager
    def cursor(self, snapshot: bool) -> Iterator[Any]:
        """Lend a cursor; what is read by it is of one moment if a `snapshot` is asked for."""
        try:
            connection = self._connection()
            try:
                with closing(connection.cursor()) as cursor:
                    if snapshot and self._stays:
                        cursor.execute("BEGIN")
                    yield cursor
            finally:
                # What was begun ends here: a reader that stays would hold up SQLite's checkpoints.
                connection.rollback() if self._stays else connection.close()
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            vars(self._mine).pop("kept", None)
            raise self._failed(f"the database does not answer as it should ({type(error).__name__})") from error

    def _connection(self) -> Any:
        if not self._stays:
            return self._engine.raw_connection()
        if not hasattr(self._mine, "kept"):
            borrowed = self._engine.raw_connection()
            self._mine.kept = Kept(borrowed.driver_connection)
            borrowed.detach()
        return self._mine.kept.connection
