"""What is wrong with the surroundings is named at start, all of it, and nothing secret is shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.environment import backend_environment
from sandbox.processes import StartError
from sandbox.product import ROOT, free_port, need_port, running_product


def start(tmp_path: Path, command: str = "import backend.app; backend.app.create_app()", **changed: str) -> str:
    environment = {
        **os.environ,
        **backend_environment("http://127.0.0.1:1"),
        "SESSION_KEY": "s" * 40,
        "DATABASE_URL": f"sqlite:///{tmp_path}/oncall.sqlite",
        "EXECUTOR_FOLDER": str(tmp_path),
        **changed,
    }
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    return done.stderr


def test_every_setting_at_fault_is_named_at_once(tmp_path: Path) -> None:
    words = start(
        tmp_path,
        ZENDESK_SUBDOMAIN="",
        ZENDESK_APP_ID="first",
        PAGERDUTY_FROM="nobody",
        GITLAB_URL="http://gitlab.example",
        SESSION_KEY="short-secret",
        SYNC_SECONDS="-1",
        ALLOWED_ORIGINS="*",
        HANDBOOK_OVERRIDES="/no/such/file.yml",
        DATABASE_URL="mysql://nowhere",
    )
    for name in (
        "ZENDESK_SUBDOMAIN", "ZENDESK_APP_ID", "PAGERDUTY_FROM", "GITLAB_URL", "SESSION_KEY", "SYNC_SECONDS",
        "ALLOWED_ORIGINS", "HANDBOOK_OVERRIDES", "DATABASE_URL",
    ):  # fmt: skip
        assert name in words
    assert "short-secret" not in words


def test_a_typo_in_the_handbook_is_named_with_file_line_and_key(tmp_path: Path) -> None:
    overrides = tmp_path / "ours.yml"
    overrides.write_text("star:\n  urgencies:\n    timely:\n      minuts: 45\n")
    words = start(tmp_path, HANDBOOK_OVERRIDES=str(overrides))
    assert "ours.yml:4" in words
    assert "star.urgencies.timely.minuts" in words


def test_a_database_that_was_not_migrated_says_what_to_run(tmp_path: Path) -> None:
    assert "python -m backend migrate" in start(tmp_path)


def test_a_failed_start_leaves_no_counters_behind(tmp_path: Path) -> None:
    environment = {**os.environ, **backend_environment("http://127.0.0.1:1"), "PAGERDUTY_FROM": "nobody"}
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    environment["TMPDIR"] = str(tmp_path)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    _, words = server.communicate(timeout=60)
    assert b"PAGERDUTY_FROM" in words
    assert not [left for place in (Path("/dev/shm"), tmp_path) for left in place.glob(f"oncall-metrics-{server.pid}-*")]


def test_secrets_do_not_show_in_the_settings(tmp_path: Path) -> None:
    words = start(tmp_path, "import backend.settings as s, sys; sys.exit(repr(s.load()))", SESSION_KEY="k" * 40)
    assert "zendesk_url" in words
    for secret in ("kkkk", "sandbox-pagerduty-token", "sandbox-gitlab-token", "not-a-secret"):
        assert secret not in words


def test_a_taken_port_is_named_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=f"port {port} .backend. is taken"), running_product(tmp_path, port):
            pass
    need_port(free_port(), "free")
