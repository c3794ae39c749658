"""A database in a file of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.store.engine import Database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate an empty file once; each test copies it."""
    file = tmp_path_factory.mktemp("migrated") / "oncall.sqlite"
    made = Database(f"sqlite:///{file}")
    made.migrate()
    made.close()
    return file


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    """Open a copy of it."""
    file = tmp_path / "oncall.sqlite"
    shutil.copy(migrated, file)
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()
