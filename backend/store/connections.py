"""Opens connections: to a SQLite file, or to PostgreSQL."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.exc import DBAPIError

from backend.store.faults import USED_UP, StoreDown, words_of

BUSY_SECONDS = 5
CONNECTION_SECONDS = 3.0
"""How long a transaction waits for a connection, whether the pool has none left or the server takes no more."""
CONNECTIONS, MORE_AT_A_PEAK = 10, 10
"""Connections to PostgreSQL that a process keeps, and how many more it opens when these do not suffice."""
QUIET: dict[str, Any] = {"hide_parameters": True}
"""What people typed is among a statement's parameters, and an error must not quote it."""
FILE: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}, "pool_size": 20}
"""How a SQLite file is opened."""
LIMITS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s -c statement_timeout=12s"
"""A machine that freezes in the middle of a transaction must not hold up those that live."""
PRIVATE, BESIDE = 0o600, ("-wal", "-shm")
"""Rights of a database file, and what SQLite puts beside it."""
AGAIN_SECONDS = 0.05

registry.register("postgresql.oncall", "backend.store.postgres", "Dialect")
registry.register("sqlite.oncall", "backend.store.sqlite", "Dialect")
registry.register("sqlite.oncall_writing", "backend.store.sqlite", "WritingDialect")


def open_engine(url: str) -> Engine:
    """Make an engine; a SQLite file's folder is made too."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        parsed = parsed.set(drivername="postgresql+oncall")
        limits = {"connect_args": connect_args(url) | {"options": LIMITS}}
        pool = {"pool_size": CONNECTIONS, "max_overflow": MORE_AT_A_PEAK, "pool_timeout": CONNECTION_SECONDS}
        return create_engine(parsed, pool_pre_ping=True, **pool, **limits, **QUIET)
    folder = Path(parsed.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreDown(f"the database's folder {folder} cannot be made: {error.strerror}") from error
    _for_us_only(Path(parsed.database or ""))
    return _open_sqlite(parsed, "sqlite+oncall")


def open_writing(engine: Engine) -> Engine:
    """Make an engine whose transactions write; of a server it is the same one."""
    return _open_sqlite(engine.url, "sqlite+oncall_writing") if engine.dialect.name == "sqlite" else engine


def _open_sqlite(url: URL, driver: str) -> Engine:
    engine = create_engine(url.set(drivername=driver), **FILE, **QUIET)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _for_us_only(file: Path) -> None:
    """Make a database's file before SQLite does, for its owner alone; the files beside it get the same rights."""
    try:
        file.touch(mode=PRIVATE)
        for path in (file, *(file.with_name(file.name + tail) for tail in BESIDE)):
            if path.exists():
                path.chmod(PRIVATE)
    except OSError as error:
        raise StoreDown(f"the database {file} cannot be opened for us alone: {error.strerror}") from error


def open_singles(engine: Engine) -> Engine:
    """Make an engine for single statements, which begin no transaction."""
    # A server's connections are counted, a file's are not.
    if engine.dialect.name != "sqlite":
        return engine
    url = engine.url.set(drivername="sqlite")
    return create_engine(url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **FILE, **QUIET)


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
    # The driver's own transaction handling begins late, after reads; the dialects do it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    # FULL: an accepted operation survives a power cut, not just a crash.
    connection.execute("PRAGMA synchronous=FULL")


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
