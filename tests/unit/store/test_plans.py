"""What is read often never goes through history, whatever the store holds."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text, update

from backend.store import tables
from backend.store.counts import CountStore
from backend.store.engine import Database
from backend.store.retention import RetentionStore
from bench.year import NOW, SMALL, fill, reads
from tests.support.plans import grows, plans_on_sqlite

READS = ("panel", "board", "hand-off", "trends of 12 weeks", "/metrics", "open STARs for suggestions")


@pytest.mark.parametrize("name", READS)
def test_no_statement_goes_through_what_grows(shared: Database, name: str) -> None:
    with shared.read() as connection:
        filled = connection.scalar(select(func.count()).select_from(tables.issues))
    if not filled:
        fill(shared, SMALL)

    def read() -> None:
        # Inside of it single statements, too, go by the engine that is listened to.
        with shared.write(content=False):
            reads(shared)[name]()

    plans = plans_on_sqlite(shared.writing, read)
    assert plans
    assert [(statement, step) for statement, step in plans if grows(step)] == []


def test_every_read_is_looked_at(shared: Database) -> None:
    assert tuple(reads(shared)) == READS


def test_a_scan_is_noticed(shared: Database) -> None:
    def scan() -> None:
        with shared.read() as connection:
            connection.execute(text("SELECT count(*) FROM operations WHERE body = 'x'"))
            connection.execute(text("SELECT document FROM issues INDEXED BY issues_open WHERE tracker = 'star'"))

    assert sum(grows(step) for _, step in plans_on_sqlite(shared.engine, scan)) == 2


def test_operations_are_counted_as_they_stand(database: Database) -> None:
    fill(database, SMALL)
    operations, counts = tables.operations, CountStore(database)
    with database.write() as connection:
        row = dict(connection.execute(select(operations).where(operations.c.id == "o1")).one()._mapping)
        connection.execute(insert(operations), row | {"id": "new", "key": "new", "state": "running"})
        for name, state in (("o2", "failed"), ("o3", "unknown"), ("o3", "failed"), ("o4", "running")):
            connection.execute(update(operations).where(operations.c.id == name).values(state=state))
        grouped = select(operations.c.kind, operations.c.state, func.count()).group_by(
            operations.c.kind, operations.c.state
        )
        wanted = {(kind, state): number for kind, state, number in connection.execute(grouped)}
    assert len(wanted) > 3
    assert counts.operations() == wanted


def test_what_is_forgotten_is_found_by_its_key(database: Database) -> None:
    fill(database, SMALL)
    plans = plans_on_sqlite(database.writing, lambda: RetentionStore(database).forget(NOW + timedelta(days=1), NOW))
    assert {statement.split()[0] for statement, _ in plans} == {"SELECT", "UPDATE", "DELETE"}
    by_key = [(statement, step) for statement, step in plans if "LIMIT" not in statement]
    assert [one for one in by_key if grows(one[1])] == []
