"""Connections to PostgreSQL that wait for no answer without end.

SQLAlchemy imports this by its name, where PostgreSQL is used: the driver is large.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

ANSWER_SECONDS = 15.0
"""How long an answer may take; the server itself breaks a statement off a little sooner.

TCP's own limits see nothing of a server, or a proxy, that takes bytes and is silent.
"""


class Connection(psycopg.Connection[Any]):
    """Is closed once an answer is overdue: nobody knows any more what state it is in."""

    answer_seconds: float | None = ANSWER_SECONDS
    """None = as long as it takes, for a migration."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer; raise OperationalError when it is overdue."""
        try:
            return super().wait(gen, interval, self.answer_seconds if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.answer_seconds:.0f} s") from error


class Dialect(PGDialect_psycopg):
    """Speaks to PostgreSQL as SQLAlchemy does, over connections of ours."""

    supports_statement_cache = True

    def connect(self, *arguments: Any, **options: Any) -> Any:
        """Connect."""
        return Connection.connect(*arguments, **options)

    @contextmanager
    def unhurried(self, connection: sqlalchemy.Connection) -> Iterator[None]:
        """Let the statements of the transaction that begins here take as long as they need."""
        ours: Any = connection.connection.driver_connection
        ours.answer_seconds = None
        ours.execute("SET LOCAL statement_timeout = 0")
        try:
            yield
        finally:
            ours.answer_seconds = ANSWER_SECONDS
