"""Reading past SQLAlchemy: it sees what was written, holds nothing up, and finds back after a failure."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from backend.store.engine import Database, StoreDown
from backend.store.mirror import MirrorStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "oncall.sqlite"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{file}")
    opened.migrate()
    yield opened
    opened.close()


def test_a_threads_own_reader_sees_what_others_wrote(database: Database) -> None:
    store, before = MirrorStore(database), database.revision()
    store.put_macros([(1, "Pages")])
    assert database.revision() == before + 1
    assert store.snapshot(1).macros == [(1, "Pages")]


def test_a_reader_that_stays_holds_up_no_checkpoint(database: Database, file: Path) -> None:
    store = MirrorStore(database)
    with suppress(KeyError), database.quick(snapshot=True) as cursor:
        cursor.execute("SELECT 1 UNION SELECT 2").fetchone()
        raise KeyError
    store.snapshot(1)
    store.put_macros([(1, "Pages")])
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        busy, _, _ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy


def test_after_a_failure_it_reads_again(database: Database, file: Path) -> None:
    assert database.revision() == 0
    with closing(sqlite3.connect(file)) as other:
        other.execute("ALTER TABLE revisions RENAME TO gone")
    with pytest.raises(StoreDown):
        database.revision()
    with closing(sqlite3.connect(file)) as other:
        other.execute("ALTER TABLE gone RENAME TO revisions")
    assert database.revision() == 0
