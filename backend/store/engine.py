"""Opens the database: a SQLite file, or PostgreSQL."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, TimeoutError

from backend.store.tables import revisions

BUSY_SECONDS = 5
CONNECTION_SECONDS = 3.0
"""How long a transaction waits for a connection, whether the pool has none left or the server takes no more."""
CONNECTIONS, MORE_AT_A_PEAK = 10, 10
"""Connections to PostgreSQL that a process keeps, and how many more it opens when these do not suffice."""
QUIET: dict[str, Any] = {"hide_parameters": True}
"""What people typed is among a statement's parameters, and an error must not quote it."""
LIMITS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s -c statement_timeout=30s"
"""A machine that freezes in the middle of a transaction must not hold up those that live."""
PRIVATE, BESIDE = 0o600, ("-wal", "-shm")
"""Rights of a database file, and what SQLite puts beside it."""
AGAIN_SECONDS = 0.05
USED_UP = "the database has no connection free"
READ_ONLY, LOCKED = "the database takes no writes: it is read-only", "a table of the database is locked by somebody"
FAULTS = (
    # A connection that is refused carries no state, only the server's words.
    (USED_UP, {"53300"}, ("too many clients", "connection slots", "too many connections")),
    (READ_ONLY, {"25006"}, ("readonly database",)),
    (LOCKED, {"55P03"}, ("database is locked", "database table is locked")),
)
"""What a fault is called: its words, PostgreSQL's states, and what a message of PostgreSQL or SQLite holds."""
MIGRATIONS = Path(__file__).parent / "migrations"


class StoreDown(Exception):
    """The database cannot be read or written now; nothing was half done."""


class StoreOutdated(Exception):
    """The database has another schema than this code; the message says what to run."""


class Database:
    """One database; every transaction either happens whole or not at all."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._singles = open_singles(self.engine)
        self.writing = self.engine.execution_options(write=True)
        # SQLite takes one writer at a time and lets the others poll; within a process we queue instead.
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None
        self._mine = threading.local()

    @contextmanager
    def read(self, single: bool = False) -> Iterator[Connection]:
        """Open a connection for reading; inside a `write` of this thread it is that one, which sees what it wrote.

        What is read is of one moment, which a `single` statement has anyway: without a transaction it costs half.
        """
        if writing := getattr(self._mine, "connection", None):
            yield writing
            return
        with _plain_errors(), connected(self._singles if single else self.engine) as connection:
            yield connection

    @contextmanager
    def write(self, content: bool = True) -> Iterator[Connection]:
        """Open a transaction for writing; SQLite takes the write lock at once, so that reads in it hold.

        Unless it writes no `content` that anybody is shown, it ends with the next revision: what was made from an
        earlier one is out of date, in every process of the fleet. Inside another `write` of this thread it is part of
        that one.
        """
        if writing := getattr(self._mine, "connection", None):
            yield writing
            if content:
                writing.execute(_NEXT_REVISION)
            return
        with _plain_errors(), self._one_at_a_time(), connected(self.writing) as connection, connection.begin():
            self._mine.connection = connection
            try:
                yield connection
            finally:
                del self._mine.connection
            if content:
                connection.execute(_NEXT_REVISION)

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
            return int(connection.execute(REVISION).scalar_one())

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
        self._singles.dispose()
        self.engine.dispose()


REVISION = select(revisions.c.number)
_NEXT_REVISION = update(revisions).values(number=revisions.c.number + 1)


def newest_schema() -> str:
    """Name the newest revision: migrations follow each other in the order of their files' numbers."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def open_engine(url: str) -> Engine:
    """Make an engine; a SQLite file's folder is made too."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        parsed = parsed.set(drivername="postgresql+psycopg")
        limits = {"connect_args": connect_args(url) | {"options": LIMITS}}
        pool = {"pool_size": CONNECTIONS, "max_overflow": MORE_AT_A_PEAK, "pool_timeout": CONNECTION_SECONDS}
        return create_engine(parsed, pool_pre_ping=True, **pool, **limits, **QUIET)
    folder = Path(parsed.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreDown(f"the database's folder {folder} cannot be made ({type(error).__name__})") from error
    _for_us_only(Path(parsed.database or ""))
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, **QUIET)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _for_us_only(file: Path) -> None:
    """Make a database's file before SQLite does, for its owner alone; the files beside it get the same rights."""
    try:
        file.touch(mode=PRIVATE)
        for one in (file, *(file.with_name(file.name + tail) for tail in BESIDE)):
            if one.exists():
                one.chmod(PRIVATE)
    except OSError as error:
        raise StoreDown(f"the database {file} cannot be made private ({type(error).__name__})") from error


def open_singles(engine: Engine) -> Engine:
    """Make an engine for single statements, which begin no transaction."""
    # A server's connections are counted, a file's are not.
    if engine.dialect.name != "sqlite":
        return engine
    arguments = {"connect_args": {"timeout": BUSY_SECONDS}, "pool_size": 20}
    return create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **arguments, **QUIET)


def connect_args(url: str) -> dict[str, Any]:
    """Give what notices a PostgreSQL that has gone silent within seconds; nothing for SQLite."""
    if make_url(url).get_backend_name() == "sqlite":
        return {}
    return {
        "connect_timeout": BUSY_SECONDS,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    }


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transaction handling begins late, after reads; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    # FULL: an accepted operation survives a power cut, not just a crash.
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def connected(engine: Engine) -> Connection:
    """Give a connection; while the server takes no more of them, wait a moment for one of ours to be given back."""
    until = time.monotonic() + CONNECTION_SECONDS
    while True:
        try:
            return engine.connect()
        except DBAPIError as error:
            if words_of(error) != USED_UP or time.monotonic() > until:
                raise
            time.sleep(AGAIN_SECONDS)


def words_of(error: DBAPIError) -> str:
    """Say what is wrong with the database, as far as it tells."""
    state, said = getattr(error.orig, "sqlstate", None), str(error.orig)
    for words, states, texts in FAULTS:
        if state in states or any(one in said for one in texts):
            return words
    return f"the database does not answer as it should ({type(error.orig).__name__})"


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise StoreDown(USED_UP) from error
    except DBAPIError as error:
        if isinstance(error, IntegrityError | DataError):
            # The database is well; what it was given is not.
            raise
        raise StoreDown(words_of(error)) from error
