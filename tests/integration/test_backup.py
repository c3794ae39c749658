"""A backup taken from the running product brings back who did what, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.product import ROOT, running_product
from tests.support.changed import FAST_SYNC, manager_at
from tests.support.desk import Json
from tests.support.postgres import Postgres, running_postgres

SEEDED = 2001


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


def script(name: str, url: str, folder: Path, postgres: Postgres) -> str:
    # PostgreSQL's own programs of the same version come first.
    path = os.pathsep.join([str(postgres.binaries), os.environ["PATH"]])
    done = subprocess.run(
        [str(ROOT / "ops" / name), str(folder)],
        env={**os.environ, "PATH": path, "DATABASE_URL": url, **KEYS},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


# What a command needs besides the database; none of it is used here.
KEYS = {
    "ZENDESK_SUBDOMAIN": "x", "ZENDESK_APP_ID": "1", "ZENDESK_INSTALLATION_ID": "1", "ZENDESK_CLIENT_ID": "x",
    "ZENDESK_CLIENT_SECRET": "x", "PAGERDUTY_TOKEN": "x", "PAGERDUTY_FROM": "a@b", "GITLAB_TOKEN": "x",
    "SESSION_KEY": "s" * 40,
}  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back(kind: str, tmp_path: Path, postgres: Postgres) -> None:
    if kind == "sqlite":
        before, after = (f"sqlite:///{tmp_path}/{name}/oncall.sqlite" for name in ("before", "after"))
    else:
        before, after = postgres.url, postgres.url.replace("/postgres", "/restored")
        postgres.run("createdb", "--host=127.0.0.1", f"--port={postgres.port}", "--username=tests", "restored")
    with (
        running_product(tmp_path / "before", environment=FAST_SYNC | {"DATABASE_URL": before}) as product,
        manager_at(product) as (manager, _),
    ):
        done = manager.do(SEEDED, "record_assessment", answers={})
        (copy,) = script("backup.sh", before, tmp_path / "backups", postgres).splitlines()
        later = manager.do(SEEDED, "record_assessment", answers={})
    script("restore.sh", after, Path(copy), postgres)

    shown = operation(after, done["id"])
    assert shown.returncode == 0
    assert json.loads(shown.stdout)["actor"] == done["actor"]
    assert operation(after, later["id"]).returncode == 1, "it happened after the backup"

    # The product starts on what came back, and the panel shows it.
    with (
        running_product(tmp_path / "after", environment=FAST_SYNC | {"DATABASE_URL": after}) as product,
        manager_at(product) as (manager, _),
    ):
        seen: list[Json] = manager.panel(SEEDED)["operations"]
        assert [one["id"] for one in seen] == [done["id"]]


def test_a_restore_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "oncall.sqlite"
    file.write_text("ours")
    done = subprocess.run(
        [str(ROOT / "ops" / "restore.sh"), str(tmp_path)], env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, file.read_text()) == (1, "ours")
    assert "move it away" in done.stderr


def operation(url: str, operation_id: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend", "operation", operation_id], cwd=ROOT,
        env={**os.environ, **KEYS, "DATABASE_URL": url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
