"""The newest schema is told by the migrations' numbers, as Alembic tells it by their links."""

import subprocess
import sys
from functools import cache

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from backend.store.engine import MIGRATIONS, newest_schema


def test_the_newest_schema_is_alembic_s_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert newest_schema() == scripts.get_current_head()
    names = [(script.revision, script.path.rpartition("/")[2][:4]) for script in scripts.walk_revisions()]
    assert all(revision == number for revision, number in names)


@pytest.mark.parametrize("module", ["alembic", "psycopg", "sqlalchemy.dialects.postgresql"])
def test_a_server_on_sqlite_has_not_loaded_what_it_does_without(module: str) -> None:
    assert module not in loaded_with("backend.app")


@pytest.mark.parametrize("module", ["alembic", "ruamel.yaml", "flask", "requests"])
def test_a_migration_loads_what_it_needs_when_there_is_something_to_do(module: str) -> None:
    assert module not in loaded_with("backend.__main__, backend.cli.migrate")


@cache
def loaded_with(modules: str) -> frozenset[str]:
    program = f"import {modules}, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return frozenset(told.stdout.split())
