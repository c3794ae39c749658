"""What the snapshots of all tickets share is read once, until anything is written."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from backend.domain.macros import Macro
from backend.domain.paging.on_call import OnCall
from backend.store.engine import Database
from backend.store.mirror import MirrorStore

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def statements(database: Database) -> list[str]:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *of: seen.append(of[2]))
    return seen


def test_it_is_not_read_again_while_nothing_is_written(database: Database, statements: list[str]) -> None:
    mirror = MirrorStore(database)
    mirror.on_calls.replace([OnCall("manager", "Ana", NOW, None)])
    mirror.snapshot(7)
    first = len(statements)
    assert [one.name for one in mirror.snapshot(8).on_calls] == ["Ana"]
    assert not [one for one in statements[first:] if "on_calls" in one or "macros" in one or "managers" in one]


def test_whatever_is_written_here_or_by_another_process_is_seen(database: Database) -> None:
    mirror, other = MirrorStore(database), MirrorStore(database)
    assert mirror.snapshot(7).macros == []
    other.macros.replace([Macro(1, "Reply")])
    other.on_calls.replace([OnCall("manager", "Ana", NOW, None)])
    other.people.replace_managers([(5, "ana@example.com")])
    found = mirror.snapshot(7)
    assert ([one.title for one in found.macros], [one.name for one in found.on_calls]) == (["Reply"], ["Ana"])
    assert found.people.manager_ids == {5}
