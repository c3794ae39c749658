"""Reading past SQLAlchemy's machinery what every request asks: that costs six times what the driver does.

Statements are still built, and written for the database at hand, by SQLAlchemy; rows come as the driver's own tuples,
times as `tables.from_driver` reads them.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.exc import SQLAlchemyError

MOST_KEPT = 20


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


class Lender:
    """Lends cursors for reading; raises `failed` when the database does not answer.

    SQLite's connections are kept apart from the pool: taking one out of that costs more than reading a row.
    """

    def __init__(self, engine: Engine, failed: type[Exception]) -> None:
        self._engine = engine
        self._failed = failed
        self._keeps = engine.dialect.name == "sqlite"
        self._kept: deque[Any] = deque()

    @contextmanager
    def cursor(self, snapshot: bool) -> Iterator[Any]:
        """Lend a cursor; what is read by it is of one moment if a `snapshot` is asked for."""
        try:
            connection = self._taken()
            try:
                with closing(connection.cursor()) as cursor:
                    if snapshot and self._keeps:
                        cursor.execute("BEGIN")
                    yield cursor
            finally:
                self._back(connection)
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise self._failed(f"the database does not answer as it should ({type(error).__name__})") from error

    def close(self) -> None:
        """Close what is kept."""
        while self._kept:
            self._kept.pop().close()

    def _taken(self) -> Any:
        try:
            # Taking and putting back are each one step of the interpreter: threads need no lock.
            return self._kept.pop()
        except IndexError:
            borrowed = self._engine.raw_connection()
        if not self._keeps:
            return borrowed
        connection = borrowed.driver_connection
        borrowed.detach()
        return connection

    def _back(self, connection: Any) -> None:
        # Either way what was begun ends here: a reader that stays would hold up SQLite's checkpoints.
        if self._keeps:
            connection.rollback()
            if len(self._kept) < MOST_KEPT:
                self._kept.append(connection)
                return
        connection.close()
