"""The database: what is read, written and counted."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from backend.domain.macros import Macro
from backend.store import engine
from backend.store.engine import Database
from backend.store.faults import StoreDown
from backend.store.mirror import MirrorStore
from backend.store.upgrade import migrate


def test_a_write_is_counted_and_seen(database: Database) -> None:
    store, before = MirrorStore(database), database.revision()
    store.macros.replace([Macro(1, "Pages")])
    assert database.revision() == before + 1
    assert store.snapshot(1).macros == [Macro(1, "Pages")]


def test_a_write_inside_a_write_is_part_of_it(database: Database) -> None:
    store, before = MirrorStore(database), database.revision()
    with suppress(KeyError), database.write(content=False):
        store.macros.replace([Macro(1, "Pages")])
        raise KeyError
    assert store.macros.all() == []
    with database.write(content=False):
        store.macros.replace([Macro(1, "Pages")])
        assert store.macros.all() == [Macro(1, "Pages")]
    assert database.revision() == before + 1


def test_a_database_of_another_version_takes_no_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/older.sqlite")) as database:
        migrate(database, "0001")
        with pytest.raises(StoreDown, match=r"has schema 0001.*run python -m backend migrate"), database.write():
            pass
        migrate(database)
        # Checked once: a migration that is newer than a running process does not end it.
        with database.write():
            monkeypatch.setattr(engine, "newest_schema", lambda: "9999")
        with database.write():
            pass


def test_a_reader_holds_up_no_checkpoint(database: Database, tmp_path: Path) -> None:
    store = MirrorStore(database)
    store.snapshot(1)
    store.macros.replace([Macro(1, "Pages")])
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as other:
        busy, _, _ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy


def test_after_a_failure_it_reads_again(database: Database, tmp_path: Path) -> None:
    assert database.revision() == 0
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as other:
        other.execute("ALTER TABLE revisions RENAME TO gone")
    with pytest.raises(StoreDown):
        database.revision()
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as other:
        other.execute("ALTER TABLE gone RENAME TO revisions")
    assert database.revision() == 0


def test_a_database_file_is_its_owner_s_alone_from_the_start(tmp_path: Path) -> None:
    file = tmp_path / "oncall.sqlite"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    with database.write():
        made = sorted(tmp_path.iterdir())
        assert len(made) == 3
        assert {one.stat().st_mode & 0o777 for one in made} == {0o600}
    database.close()
    file.chmod(0o644)
    Database(f"sqlite:///{file}").close()
    assert file.stat().st_mode & 0o777 == 0o600, "one that an earlier version made too"
