"""Transactions in SQLite that begin when they are said to: the driver's own begin late, after reads.

SQLAlchemy imports this by its name. What begins here could be told to an engine's listener as well, but an engine with
any listener goes through those of each statement, too.
"""

from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class Dialect(SQLiteDialect_pysqlite):
    """Reads: what a transaction finds is of one moment."""

    supports_statement_cache = True
    begin = "BEGIN"

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin a transaction."""
        dbapi_connection.execute(self.begin)


class WritingDialect(Dialect):
    """Writes: takes the write lock at once, so that what is read before a write holds."""

    supports_statement_cache = True
    begin = "BEGIN IMMEDIATE"
