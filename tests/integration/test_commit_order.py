"""Whichever of two changes PostgreSQL commits first, each panel that shows them is told."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.panel import answers
from backend.store.engine import Database
from backend.store.upgrade import migrate
from tests.support.postgres import running_postgres
from tests.unit.panel.test_unchanged import OTHER, Desk

PATIENCE = 30.0


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(answers, "KEPT_SECONDS", 0)
    with running_postgres() as server:
        database = Database(server.database())
        migrate(database)
        yield Desk(database)
        database.close()


class Transaction:
    """A change that is made in another thread, and committed when it is told to."""

    def __init__(self, pool: ThreadPoolExecutor, database: Database, change: Callable[[], None]) -> None:
        self.made, self._go = threading.Event(), threading.Event()
        self._ended: Future[None] = pool.submit(self._run, database, change)

    def _run(self, database: Database, change: Callable[[], None]) -> None:
        with database.write(content=False):
            change()
            self.made.set()
            assert self._go.wait(PATIENCE)

    def commit(self) -> None:
        self._go.set()
        self._ended.result(PATIENCE)


def somebody_waits(database: Database) -> bool:
    """Tell whether a transaction waits for another one's row."""
    with database.read() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@pytest.mark.parametrize("first", ["the page", "the ticket"])
def test_a_ticket_that_is_read_while_a_page_for_it_comes_in(desk: Desk, first: str) -> None:
    desk.rest()
    changes = {
        "the page": lambda: desk.page(OTHER, 2),
        "the ticket": lambda: desk.put(OTHER, no_organization=True, updated_at=desk.clock()),
    }
    second = next(name for name in changes if name != first)
    with ThreadPoolExecutor(2) as pool:
        one = Transaction(pool, desk.database, changes[first])
        assert one.made.wait(PATIENCE)
        other = Transaction(pool, desk.database, changes[second])
        until = time.monotonic() + PATIENCE
        while not somebody_waits(desk.database):
            assert time.monotonic() < until
            time.sleep(0.01)
        one.commit()
        assert other.made.wait(PATIENCE)
        # Now the first is seen, and the second is not yet.
        desk.poll()
        other.commit()
    desk.clock.set_by(timedelta(seconds=30))
    desk.poll()
