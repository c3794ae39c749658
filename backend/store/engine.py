"""Opens the database: a SQLite file, or PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Select, create_engine, event, make_url, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError

from backend.store.quick import Prepared, lent
from backend.store.tables import revisions

BUSY_SECONDS = 5
MIGRATIONS = Path(__file__).parent / "migrations"


class StoreDown(Exception):
    """The database cannot be read or written now; nothing was half done."""


class StoreOutdated(Exception):
    """The database has another schema than this code; the message says what to run."""


class Database:
    """One database; every transaction either happens whole or not at all."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._writing = self.engine.execution_options(write=True)
        self._revision = self.prepare(_REVISION)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection for reading: one snapshot."""
        with _plain_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, content: bool = True) -> Iterator[Connection]:
        """Open a transaction for writing; SQLite takes the write lock at once, so that reads in it hold.

        Unless it writes no `content` that anybody is shown, it ends with the next revision: what was made from an
        earlier one is out of date, in every process of the fleet.
        """
        with _plain_errors(), self._writing.begin() as connection:
            yield connection
            if content:
                connection.execute(_NEXT_REVISION)

    @contextmanager
    def quick(self, snapshot: bool = False) -> Iterator[Any]:
        """Lend a cursor for prepared statements (see quick.py); several that belong together want one `snapshot`."""
        with lent(self.engine, StoreDown, snapshot) as cursor:
            yield cursor

    def prepare(self, statement: Select[Any]) -> Prepared:
        """Write a statement down for the driver, once."""
        return Prepared(self.engine, statement)

    def revision(self) -> int:
        """Tell how often content has been written."""
        with self.quick() as cursor:
            return int(self._revision.rows(cursor).fetchone()[0])

    def migrate(self) -> None:
        """Bring the schema up to date; safe to run again."""
        command.upgrade(self._alembic(), "head")

    def check(self) -> None:
        """Raise StoreOutdated unless the schema is the one this code was written for."""
        wanted = ScriptDirectory.from_config(self._alembic()).get_current_head()
        with self.read() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        if found != wanted:
            raise StoreOutdated(
                f"the database has schema {found or 'none'}, this version needs {wanted}: run python -m backend migrate"
            )

    def close(self) -> None:
        """Give up all connections."""
        self.engine.dispose()

    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self._writing
        return config


_REVISION = select(revisions.c.number)
_NEXT_REVISION = update(revisions).values(number=revisions.c.number + 1)


def open_engine(url: str) -> Engine:
    """Make an engine; a SQLite file's folder is made too."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": BUSY_SECONDS})
    Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, pool_size=20)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transaction handling begins late, after reads; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    # FULL: an accepted operation survives a power cut, not just a crash.
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise StoreDown("the database has no connection free") from error
    except DBAPIError as error:
        if isinstance(error, IntegrityError):
            raise
        raise StoreDown(f"the database does not answer as it should ({type(error.orig).__name__})") from error
