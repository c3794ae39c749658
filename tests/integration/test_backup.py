"""A backup taken from the running product brings back who did what, on SQLite and on PostgreSQL."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sandbox.product import ROOT, running_product
from tests.support.changed import FAST_SYNC, manager_at
from tests.support.commands import command
from tests.support.desk import Json
from tests.support.postgres import Postgres, running_postgres

pytestmark = pytest.mark.long(40)

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

    restored = {**KEYS, "DATABASE_URL": after}
    shown = command(restored, "operation", done["id"])
    assert shown.returncode == 0
    assert json.loads(shown.stdout)["actor"] == done["actor"]
    assert command(restored, "operation", later["id"]).returncode == 1, "it happened after the backup"

    if kind == "sqlite":  # test_operations_page.py serves it
        return
    # The product starts on what came back, and the panel shows it.
    with (
        running_product(tmp_path / "after", environment=FAST_SYNC | {"DATABASE_URL": after}) as product,
        manager_at(product) as (manager, _),
    ):
        seen: list[Json] = manager.panel(SEEDED)["operations"]
        assert [one["id"] for one in seen] == [done["id"]]


def refused(name: str, url: str, folder: Path, **more: str) -> str:
    done = subprocess.run(
        [str(ROOT / "ops" / name), str(folder)], env={**os.environ, "DATABASE_URL": url, **more},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr


def test_a_restore_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "oncall.sqlite"
    file.write_text("ours")
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "oncall.sqlite").write_text("theirs")
    assert "move it away" in refused("restore.sh", f"sqlite:///{file}", tmp_path / "backup")
    assert file.read_text() == "ours"


@pytest.mark.parametrize("tail", ["-wal", "-shm", "-journal"])
def test_a_log_that_is_left_beside_the_database_is_not_carried_out_on_the_restored_one(
    tmp_path: Path, tail: str
) -> None:
    left = tmp_path / f"oncall.sqlite{tail}"
    left.touch()
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "oncall.sqlite").write_text("theirs")
    assert f"{left} is there: move it away" in refused(
        "restore.sh", f"sqlite:///{tmp_path}/oncall.sqlite", tmp_path / "backup"
    )


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    file = tmp_path / "oncall.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE words (word TEXT)")
        database.execute("INSERT INTO words VALUES (zeroblob(100000))")
        database.commit()
    # A disk that takes no more than 8 KiB of a file.
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 8 && exec ops/backup.sh {tmp_path}/backups"], cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{file} cannot be copied to {tmp_path}/backups/")
    assert not list((tmp_path / "backups").iterdir())


def test_what_is_not_there_is_neither_backed_up_nor_restored(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/oncall.sqlite"
    assert "no database" in refused("backup.sh", url, tmp_path / "backups")
    assert "is this a backup" in refused("restore.sh", url, tmp_path / "backups")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "oncall.sqlite")) as database:
        database.execute("CREATE TABLE words (word TEXT)")
    (tmp_path / "file").touch()
    words = refused("backup.sh", f"sqlite:///{tmp_path}/oncall.sqlite", tmp_path / "file")
    assert f"nothing was backed up: {tmp_path}/file must be a folder that" in words


def test_a_damaged_database_leaves_no_half_backup(tmp_path: Path) -> None:
    (tmp_path / "oncall.sqlite").write_bytes(b"not a database, " * 500)
    refused("backup.sh", f"sqlite:///{tmp_path}/oncall.sqlite", tmp_path / "backups")
    assert not list((tmp_path / "backups").iterdir())


def test_a_missing_program_is_named_before_anything_is_made(tmp_path: Path) -> None:
    path = tmp_path / "bin"
    path.mkdir()
    for name in ("bash", "date", "dirname", "env"):
        (path / name).symlink_to(f"/usr/bin/{name}")
    words = refused("backup.sh", "postgresql://a:b@127.0.0.1/c", tmp_path / "backups", PATH=str(path))
    assert "pg_dump is missing" in words
    assert not (tmp_path / "backups").exists()


def test_the_password_is_no_argument_of_a_program(tmp_path: Path) -> None:
    url = "postgresql://us:p%40ss@db.example:5433/oncall?sslmode=require"
    path = tmp_path / "bin"
    path.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (path / name).write_text(f'#!/bin/sh\necho "{name} $PGPASSWORD $*" >>"{tmp_path}/seen"\n')
        (path / name).chmod(0o755)
    subprocess.run(
        [str(ROOT / "ops" / "backup.sh"), str(tmp_path / "backups")], check=True, capture_output=True,
        env={**os.environ, "DATABASE_URL": url,
             "PATH": f"{path}:{os.environ['PATH']}"},
    )  # fmt: skip
    (backup,) = (tmp_path / "backups").iterdir()
    (backup / "oncall.dump").touch()
    # Ends when it has restored, at `migrate`: this database does not exist.
    refused("restore.sh", url, backup, PATH=f"{path}:{os.environ['PATH']}")
    seen = (tmp_path / "seen").read_text().splitlines()
    address = "--dbname=postgresql://us@db.example:5433/oncall?sslmode=require "
    assert seen[0].startswith(f"pg_dump p@ss {address}")
    assert seen[-1].startswith(f"pg_restore p@ss {address}")
    assert "p%40ss" not in "".join(seen)


def test_only_the_owner_may_read_a_backup(tmp_path: Path) -> None:
    file = tmp_path / "oncall.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE words (word TEXT)")
    file.chmod(0o644)
    done = subprocess.run(
        [str(ROOT / "ops" / "backup.sh"), str(tmp_path / "backups")], check=True, capture_output=True, text=True,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"},
    )  # fmt: skip
    copy = Path(done.stdout.strip())
    assert (copy / "oncall.sqlite").stat().st_mode & 0o777 == 0o600
    assert copy.stat().st_mode & 0o777 == 0o700
