"""docs/operations.md can be followed to the letter: its commands are carried out, one after the other.

The server's folders lie below a folder of the test's own; users and systemd, which only a real server has, are recorded
by programs of the test's; the packages come from the environment that runs this. All else is real.
"""

import getpass
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops import release
from sandbox.environment import CLIENT_SECRET, GITLAB_TOKEN, PAGERDUTY_TOKEN, backend_environment
from sandbox.product import HOST, ROOT, free_port
from tests.support.desk import until

PAGE = (ROOT / "docs" / "operations.md").read_text()
FOLDERS = re.compile(r"/(?=(?:opt|etc|var/lib|var/backups)/(?:support-on-call|systemd))")
SERVERS_OWN = ("useradd", "systemctl", "curl")
INSTALLED = {
    "python3 -m venv .venv": f"ln -s {sys.prefix} .venv",
    ".venv/bin/pip install --require-hashes -r requirements-run.lock": "test -f requirements-run.lock",
}
"""What an installation from the network is here: the packages of the environment that runs the tests."""


@dataclass(frozen=True)
class Server:
    """A machine of which the page's folders lie below `root`."""

    root: Path
    port: int

    def path(self, name: str) -> Path:
        return self.root / name.lstrip("/")

    def follow(self, name: str, **said: str) -> str:
        """Carry out the page's block of a name, with some words of it replaced."""
        (block,) = re.findall(rf"^```sh {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
        for old, new in (INSTALLED | said).items():
            block = block.replace(old, new)
        block = FOLDERS.sub(f"{self.root}/", block).replace("-o oncall -g oncall", "")
        return self.run("bash", "-eu", "-c", block)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.root, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.root / "bin"), os.environ["PATH"]])
        return {"PATH": path, "HOME": str(self.root), "BIND": f"{HOST}:{self.port}"}

    def oncall(self, *arguments: str) -> str:
        return self.run(str(self.path("/opt/support-on-call/current/ops/oncall")), *arguments)

    def refused(self, *arguments: str) -> str:
        """Run a command that fails; give what it said."""
        done = subprocess.run(
            [self.path("/opt/support-on-call/current/ops/oncall"), *arguments], cwd=self.root, env=self.environment(),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Run what the unit would run."""
        command = [str(self.path("/opt/support-on-call/current/ops/oncall")), "serve"]
        with subprocess.Popen(command, env=self.environment()) as server:
            try:
                until(lambda: server.poll() is not None or answers(self.port), 30)
                assert server.poll() is None
                yield
            finally:
                server.terminate()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def ship(server: Server, version: str) -> None:
    """Make a release of a version; its unit names this server's folders and user."""
    tree = server.root / "source"
    shutil.copytree(ROOT / "backend", tree / "backend", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("ops", "docs", "zendesk_app/build"):
        shutil.copytree(ROOT / part, tree / part)
    for part in ("gunicorn.conf.py", "requirements-run.lock", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / part, tree / part)
    manifest = (ROOT / "manifest.json").read_text()
    (tree / "manifest.json").write_text(re.sub(r'"version": "[^"]+"', f'"version": "{version}"', manifest))
    unit = tree / "ops" / "support-on-call.service"
    here = FOLDERS.sub(f"{server.root}/", unit.read_text()).replace("%S", str(server.path("/var/lib")))
    unit.write_text(here.replace("User=oncall", f"User={getpass.getuser()}"))
    made = release.write(server.root, tree)
    assert made.name == f"support-on-call-{version}.tar.gz"
    shutil.rmtree(tree)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    (tmp_path / "bin").mkdir()
    (tmp_path / "etc" / "systemd" / "system").mkdir(parents=True)
    for name in SERVERS_OWN:
        (tmp_path / "bin" / name).write_text(f'#!/bin/sh\necho "{name} $*" >>"{tmp_path}/asked"\n')
        (tmp_path / "bin" / name).chmod(0o755)
    made = Server(tmp_path, free_port())
    ship(made, "0.1.0")
    return made


def fill_in(server: Server, stand_in: str) -> None:
    """Write the settings of the sandbox where the page has those of a real account."""
    secrets = {"zendesk_client_secret": CLIENT_SECRET, "pagerduty_token": PAGERDUTY_TOKEN, "gitlab_token": GITLAB_TOKEN}
    folder = server.path("/etc/support-on-call")
    for name, value in secrets.items():
        (folder / name).write_text(value)
    plain = {name: value for name, value in backend_environment(stand_in).items() if name.lower() not in secrets}
    lines = [f"{name}={value}" for name, value in plain.items() if not name.endswith("_SECRETS")]
    lines += [f"HANDBOOK_OVERRIDES={ROOT}/sandbox/handbook.yml"]
    (folder / "environment").write_text("\n".join(["# plain settings", *lines, ""]))


def modes(folder: Path) -> set[int]:
    return {one.stat().st_mode & 0o777 for one in folder.iterdir() if one.is_file()}


def test_the_page_leads_from_an_empty_machine_to_an_upgraded_one_and_back(server: Server, stand_in: str) -> None:
    server.follow("install")
    server.follow("settings")
    assert modes(server.path("/etc/support-on-call")) == {0o600}
    fill_in(server, stand_in)

    found = server.follow("check")
    assert ", 0 failed" in found
    assert modes(server.path("/var/lib/support-on-call")) == {0o600}
    server.follow("start")
    assert "systemctl enable --now support-on-call" in (server.root / "asked").read_text()
    with server.serving():
        copy = Path(server.follow("backup").strip())
        assert modes(copy) == {0o600}

    kept = server.path("/var/lib/support-on-call")
    kept.rename(kept.with_name("old"))
    kept.mkdir(mode=0o700)
    server.follow("restore", **{"20261124T120000Z": copy.name})
    with server.serving():
        pass

    ship(server, "0.2.0")
    server.follow("upgrade")
    current = server.path("/opt/support-on-call/current")
    assert current.resolve().name == "support-on-call-0.2.0"
    with server.serving():
        pass
    server.follow("rollback")
    assert current.resolve().name == "support-on-call-0.1.0"
    with server.serving():
        pass


def test_a_command_without_its_settings_says_which_file_is_missing(server: Server) -> None:
    server.follow("install")
    assert "/etc/support-on-call/zendesk_client_secret is missing" in server.refused("migrate")


def test_a_release_without_its_packages_says_what_is_missing(server: Server) -> None:
    server.follow("install")
    server.follow("settings")
    server.path("/opt/support-on-call/current/.venv").unlink()
    for word in ("doctor", "serve"):
        assert "No such file or directory; is the release installed" in server.refused(word)


def test_a_relative_folder_is_meant_from_where_the_administrator_is(server: Server) -> None:
    server.follow("install")
    server.follow("settings")
    assert f"{server.root}/copies/oncall.sqlite is not there" in server.refused("restore", "copies")


def test_the_same_tree_makes_the_same_release(server: Server, tmp_path: Path) -> None:
    first = (server.root / "support-on-call-0.1.0.tar.gz").read_bytes()
    ship(server, "0.1.0")
    assert (server.root / "support-on-call-0.1.0.tar.gz").read_bytes() == first
