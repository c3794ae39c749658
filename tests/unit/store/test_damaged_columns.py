"""A list kept in a column of JSON that cannot be read takes nothing else down, and is written anew."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from backend.domain.access import Reach
from backend.domain.listing import Skipped
from backend.domain.macros import Macro, Restriction
from backend.store.agents import AgentRow, AgentStore
from backend.store.engine import Database
from backend.store.macros import MacroStore
from backend.store.mirror import MirrorStore
from backend.store.sources import Skips, SourceStore

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
BROKEN = ["{", "", "7", "null", '"x"', "[[]]", '[{"a": 1}]']
RESTRICTED = Macro(1, "Close", Restriction("Group", frozenset({5})), ("status",), ("closed",))
OPEN = Macro(2, "Open")
ADA = AgentRow(7, "Ada", None, "manager", Reach(7, "groups", frozenset({5})), NOW)

broken = pytest.mark.parametrize("value", BROKEN)


def damage(database: Database, table: str, column: str, value: str, key: str) -> None:
    with database.write() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = :value WHERE {key}"), {"value": value})


@broken
@pytest.mark.parametrize("column", ["restriction_ids", "current_user_fields", "adds_tags"])
def test_a_macro_is_left_out_until_it_was_read_again(
    database: Database, caplog: pytest.LogCaptureFixture, column: str, value: str
) -> None:
    store = MacroStore(database)
    store.replace([RESTRICTED, OPEN])
    damage(database, "macros", column, value, "id = 1")
    assert store.all() == [OPEN]
    assert MirrorStore(database).snapshot(1).macros == [OPEN]
    assert "macro 1 cannot be read" in caplog.text
    store.replace([RESTRICTED, OPEN])
    assert store.all() == [RESTRICTED, OPEN]


@broken
def test_an_agent_is_asked_for_again(database: Database, value: str) -> None:
    store = AgentStore(database)
    store.put(ADA)
    damage(database, "agents", "group_ids", value, "id = 7")
    assert store.get(7) is None
    store.put(ADA)
    assert store.get(7) == ADA


@broken
def test_what_a_source_has_skipped_is_told_by_its_number_alone(database: Database, value: str) -> None:
    store, skips = SourceStore(database), Skips.of([Skipped("GitLab", "star issue", "7", "title", "is missing")])
    store.record_success("gitlab:star", NOW, skips=skips)
    damage(database, "sources", "skipped", value, "name = 'gitlab:star'")
    (row,) = store.all()
    assert row.skips == Skips(1)
    store.record_failure("gitlab:star", NOW, "down")
    store.record_success("gitlab:star", NOW, skips=skips)
    assert store.all()[0].skips == skips
