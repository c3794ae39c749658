"""Old data stays readable: from nothing and from the first schema, on both engines."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from backend.store.engine import Database
from backend.store.faults import StoreOutdated
from backend.store.operations import OperationStore
from backend.store.tables import metadata
from backend.store.upgrade import migrate
from sandbox.product import running_product
from tests.support.changed import FAST_SYNC, manager_at
from tests.support.postgres import running_postgres

OPERATION = "0123456789abcdef0123456789abcdef"
TICKET = 2001
JUDGED = '{"entitlement": "E6", "verdict": "needs_info", "rule": "Q4", "because": "The rest is not known."}'
FIRST_SCHEMA_ROWS = (
    "INSERT INTO operations (id, kind, ticket_id, agent_id, agent_name, key, body, body_hash, facts, state, created_at,"
    " updated_at) VALUES (:id, 'record_assessment', :ticket, 7101, 'Zoë', 'the-old-key', "
    """'{"answers": {"production": "yes"}}', 'x', :judged, 'running', :at, :at)""",
    "INSERT INTO steps (operation_id, position, name, state) VALUES (:id, 0, 'note', 'waiting')",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.sqlite'}"
        return
    with running_postgres() as server:
        yield server.database()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


def test_from_nothing_to_what_the_code_is_written_for(database: Database) -> None:
    with pytest.raises(StoreOutdated, match="python -m backend migrate"):
        database.check()
    migrate(database)
    migrate(database)
    database.check()
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_what_the_first_version_left_undone_is_done(url: str, database: Database, tmp_path: Path) -> None:
    migrate(database, "0001")
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    with database.engine.begin() as connection:
        for statement in FIRST_SCHEMA_ROWS:
            values = {"id": OPERATION, "ticket": TICKET, "judged": JUDGED, "at": now}
            connection.execute(text(statement), {name: values[name] for name in values if f":{name}" in statement})
    environment = FAST_SYNC | {"DATABASE_URL": url}
    with (
        running_product(tmp_path / "product", environment=environment) as product,
        manager_at(product) as (manager, stand_ins),
    ):
        shown = manager.ended(OPERATION, patience=30)
        assert (shown["actor"], shown["ticket_id"], shown["state"]) == ("Zoë", TICKET, "done")
        assert [one["method"] for one in stand_ins.effects(TICKET)] == ["PUT"]
        assert manager.panel(TICKET)["operations"][0]["id"] == OPERATION
    kept = OperationStore(database).get(OPERATION)
    assert kept is not None
    assert kept.fence == 1
