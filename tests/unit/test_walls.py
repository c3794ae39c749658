"""The walls between the rooms hold: who may import whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLIENTS = {"zenpy", "pdpyras", "gitlab", "slack_sdk"}
OUTSIDE = {"flask", "requests", "sqlalchemy", "dbos", "urllib3", "http", "socket", "sqlite3", "time", "threading", "os"}
# What each room may import of the others; app.py and __main__.py wire everything, deps.py only names it.
ROOMS = {
    "telemetry": set(),
    "domain": {"handbook"},
    "handbook": set(),
    "vendors": {"domain", "telemetry"},
    "store": {"domain"},
    "mirror": {"vendors", "store", "domain", "handbook", "deps"},
    "operations": {"vendors", "store", "domain", "handbook", "telemetry", "deps"},
    "panel": {"store", "domain", "handbook"},
    "web": {"panel", "operations", "mirror", "store", "domain", "handbook", "vendors", "settings", "deps"}
    | {"telemetry"},
    "doctor": {"app", "domain", "handbook", "mirror", "settings", "store", "vendors", "web"},
}


def imports(file: Path) -> set[str]:
    """List the full names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written in full"
            found.add(node.module or "")
    return found


def files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found
    return found


def test_only_their_own_file_imports_a_vendors_client() -> None:
    users = {
        (name.split(".")[0], str(file.relative_to(ROOT)))
        for file in files("backend")
        for name in imports(file)
        if name.split(".")[0] in CLIENTS
    }
    assert users == {
        ("zenpy", "backend/vendors/zendesk/session.py"),
        ("pdpyras", "backend/vendors/pagerduty/session.py"),
        ("gitlab", "backend/vendors/gitlab/session.py"),
        ("slack_sdk", "backend/vendors/slack/session.py"),
    }


def test_only_the_worker_imports_dbos() -> None:
    users = [file.name for file in files("backend") if any(name.startswith("dbos") for name in imports(file))]
    assert users == ["worker.py"]


def test_the_domain_knows_no_framework_network_database_or_clock() -> None:
    for file in files("backend/domain"):
        assert not {name.split(".")[0] for name in imports(file)} & OUTSIDE, file
        text = file.read_text()
        for clock in (".now(", ".utcnow(", ".today("):
            assert clock not in text, f"{file} reads a clock"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    for file in files(f"backend/{room}"):
        used = {name.split(".")[1] for name in imports(file) if name.startswith("backend.")}
        assert used <= ROOMS[room] | {room}, file


def test_the_sandbox_never_imports_the_backend() -> None:
    for file in files("sandbox"):
        assert not [name for name in imports(file) if name.split(".")[0] == "backend"], file
