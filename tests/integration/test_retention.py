"""The statements that forget are PostgreSQL's too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from backend.store import retention
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.retention import RetentionStore
from backend.store.upgrade import migrate
from tests.support.postgres import running_postgres
from tests.unit.store.test_retention import LATELY, LONG_AGO, NOW, fill, operation

BATCH, MORE_THAN_ONE_BATCH = 5, 8


@pytest.fixture
def postgres() -> Iterator[Database]:
    with running_postgres() as server:
        database = Database(server.database())
        migrate(database)
        yield database
        database.close()


def test_postgresql_forgets_what_is_old_and_keeps_what_is_not(
    postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", BATCH)
    for number in range(MORE_THAN_ONE_BATCH):
        fill(postgres, LONG_AGO, number + 1)
    fill(postgres, LATELY, MORE_THAN_ONE_BATCH + 1)
    store = RetentionStore(postgres)
    assert store.forget(NOW - timedelta(days=400), NOW) == MORE_THAN_ONE_BATCH * 10
    assert store.forget(NOW - timedelta(days=400), NOW) == 0
    mirror = MirrorStore(postgres)
    assert [mirror.tickets.get(1), mirror.issues.get("star", MORE_THAN_ONE_BATCH)] == [None, None]
    assert operation(postgres, "ended-1").forgotten
    assert mirror.tickets.get(MORE_THAN_ONE_BATCH + 1)
    assert not operation(postgres, f"ended-{MORE_THAN_ONE_BATCH + 1}").forgotten
