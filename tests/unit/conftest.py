"""A migrated database for each test, made once, then copied; and the handbook as somebody changed it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook
from backend.store.engine import Database
from backend.store.upgrade import migrate

Changed = Callable[[str], Handbook]
OpenCopy = Callable[[Path], Database]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate an empty file once."""
    file = tmp_path_factory.mktemp("migrated") / "store.sqlite"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def open_copy(migrated: Path) -> OpenCopy:
    """Open a copy in a folder, without waiting for the disk."""

    def opened(folder: Path) -> Database:
        database = Database(f"sqlite:///{shutil.copy(migrated, folder)}")
        event.listen(database.writing, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        return database

    return opened


@pytest.fixture
def database(open_copy: OpenCopy, tmp_path: Path) -> Iterator[Database]:
    """Give each test a database of its own."""
    opened = open_copy(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared(open_copy: OpenCopy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give the tests of a file one database, in which they keep to tickets of their own."""
    opened = open_copy(tmp_path_factory.mktemp("shared"))
    yield opened
    opened.close()


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Load the handbook with these overrides."""

    def load_with(text: str) -> Handbook:
        path = tmp_path / "overrides.yml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return load_with
