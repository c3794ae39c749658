"""What is read often never goes through history on PostgreSQL either, which chooses by how many rows there are."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from backend.store.engine import Database
from backend.store.upgrade import migrate
from bench.year import Size, fill, reads
from tests.support.plans import grows_on_postgresql, plans_on_postgresql
from tests.support.postgres import running_postgres

ENOUGH = Size(
    issues=5_000,
    open_issues=60,
    incidents=1_000,
    open_incidents=3,
    operations=5_000,
    steps_each=3,
    agents=500,
    tickets=500,
    days=365,
)
"""So many rows that what is open is a small part of them."""


@pytest.fixture(scope="module")
def filled() -> Iterator[Database]:
    with running_postgres() as server:
        database = Database(server.database())
        migrate(database)
        # The counting of ended operations, which a trigger does, would go on for minutes.
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("SET session_replication_role = replica"))
        fill(database, ENOUGH)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        yield database
        database.close()


def test_no_statement_goes_through_what_grows(filled: Database) -> None:
    plans = [
        (name, statement, node)
        for name, read in reads(filled).items()
        for statement, node in plans_on_postgresql(filled.engine, read)
    ]
    assert len(plans) > 30
    assert [one for one in plans if grows_on_postgresql(one[2])] == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM operations WHERE body_hash = 'x'",
        "SELECT document FROM issues WHERE tracker = 'star'",
        "SELECT id FROM incidents ORDER BY id",
    ],
)
def test_a_scan_is_noticed(filled: Database, query: str) -> None:
    def scan() -> None:
        with filled.read() as connection:
            connection.execute(text(query))

    assert any(grows_on_postgresql(node) for _, node in plans_on_postgresql(filled.engine, scan))
