"""The database, in transactions: a SQLite file, or PostgreSQL."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from backend.store.connections import BUSY_SECONDS, connected, open_engine, open_singles, open_writing
from backend.store.faults import StoreDown, StoreOutdated, plain_errors
from backend.store.revisions import ALL, changed

MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One database; every transaction either happens whole or not at all."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._singles = open_singles(self.engine)
        self.writing = open_writing(self.engine)
        # SQLite takes one writer at a time and lets the others poll; within a process we queue instead.
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None
        self._mine = threading.local()
        self._checked = False

    @contextmanager
    def read(self, single: bool = False) -> Iterator[Connection]:
        """Open a connection for reading; inside a `write` of this thread it is that one, which sees what it wrote.

        What is read is of one moment, which a `single` statement has anyway: without a transaction it costs half.
        """
        if writing := getattr(self._mine, "connection", None):
            yield writing
            return
        with plain_errors, connected(self._singles if single else self.engine) as connection:
            yield connection

    @contextmanager
    def write(self, content: bool = True) -> Iterator[Connection]:
        """Open a transaction for writing; SQLite takes the write lock at once, so that reads in it hold.

        Unless it writes no `content` that anybody is shown, or says so itself by `revisions.changed`, it ends with the
        next revision. Inside another `write` of this thread it is part of that one. Raises StoreOutdated where the
        database did not answer before and now has another schema.
        """
        if writing := getattr(self._mine, "connection", None):
            yield writing
            if content:
                changed(writing)
            return
        if not self._checked:
            self.check()
        with plain_errors, self._one_at_a_time(), connected(self.writing) as connection, connection.begin():
            self._mine.connection = connection
            try:
                yield connection
            finally:
                del self._mine.connection
            if content:
                changed(connection)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise StoreDown("the database is busy with other writes")
        try:
            yield
        finally:
            self._turn.release()

    def revision(self) -> int:
        """Tell how often content has been written."""
        with self.read(single=True) as connection:
            return int(connection.execute(ALL).scalar_one())

    def most_connections(self) -> int | None:
        """Tell how many connections the server takes from such as us; None = without limit."""
        if self.engine.dialect.name == "sqlite":
            return None
        with self.read() as connection:
            most, kept = (
                int(connection.execute(text(f"SHOW {name}")).scalar_one())
                for name in ("max_connections", "superuser_reserved_connections")
            )
        return most - kept

    def check(self, patience: float = 0.0) -> None:
        """Raise StoreOutdated unless the schema is the one this code was written for; wait a while for an answer."""
        wanted = newest_schema()
        found = self.schema(patience)
        if found != wanted:
            raise StoreOutdated(
                f"the database has schema {found or 'none'}, this version needs {wanted}: run python -m backend migrate"
            )
        self._checked = True

    def schema(self, patience: float = 0.0) -> str | None:
        """Tell which revision the schema has, None = none; wait a while for an answer."""
        until = time.monotonic() + patience
        while True:
            try:
                with self.read() as connection:
                    if not inspect(connection).has_table("alembic_version"):
                        return None
                    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
                    return found
            except StoreDown:
                if time.monotonic() > until:
                    raise
                time.sleep(1)

    def close(self) -> None:
        """Give up all connections."""
        for engine in (self._singles, self.writing, self.engine):
            engine.dispose()


def newest_schema() -> str:
    """Name the newest revision: migrations follow each other in the order of their files' numbers."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]
