"""A migrated database for each test: made once, then copied."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from backend.store.engine import Database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "store.sqlite"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.close()
    return file


@pytest.fixture(scope="session")
def open_copy(migrated: Path) -> Callable[[Path], Database]:
    """Open a copy in a folder, without waiting for the disk."""

    def opened(folder: Path) -> Database:
        database = Database(f"sqlite:///{shutil.copy(migrated, folder)}")
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        return database

    return opened


@pytest.fixture
def database(open_copy: Callable[[Path], Database], tmp_path: Path) -> Iterator[Database]:
    opened = open_copy(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared(open_copy: Callable[[Path], Database], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for the tests of a file, which keep to tickets of their own."""
    opened = open_copy(tmp_path_factory.mktemp("shared"))
    yield opened
    opened.close()
