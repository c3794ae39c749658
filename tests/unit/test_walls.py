"""The walls between the rooms hold: who may import whom."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLIENTS = {"zenpy", "pdpyras", "gitlab", "slack_sdk"}
OUTSIDE = {"flask", "requests", "sqlalchemy", "urllib3", "http", "socket", "sqlite3", "time", "threading", "os"}
# What each room may import of the others: a whole room, or one folder or module of it. wiring.py, app.py and
# __main__.py stand above all rooms; deps.py and web/services.py only name the parts, so that they can be handed on.
ROOMS = {
    "telemetry": set(),
    "domain": {"handbook"},
    "handbook": set(),
    "vendors": {"domain", "telemetry"},
    "store": {"domain", "telemetry"},
    "mirror": {"vendors", "store", "domain", "handbook", "deps", "periodic"},
    "operations": {"vendors", "store", "domain", "handbook", "telemetry", "deps", "periodic"}
    # What a step reads or writes of an incident goes into the mirror as a round's listing does.
    | {"mirror.incidents"},
    "panel": {"operations", "store", "domain", "handbook"},
    "web": {"panel", "domain", "settings", "telemetry"}
    # Starting operations, and what is said when one may not start.
    | {"operations.kinds", "operations.engine.service", "operations.engine.request", "operations.engine.operation"}
    | {"operations.star.assign_star", "operations.steps.accounts"}
    # The words of a page before it is sent, what a macro would do, what cover would, what a hand-off has to have read.
    | {"operations.emergency", "operations.ticket.apply_macro", "operations.shift"}
    # What a ticket is called that Zendesk does not know, and what is kept of a webhook's event.
    | {"mirror.ticket_reader", "mirror.inbox"}
    # Rows that pass through, and what stores and vendors raise.
    | {"store.agents", "store.faults", "store.accepting", "store.operation_rows", "store.sources", "vendors.errors"}
    # How many requests may wait for vendors.
    | {"vendors.bulkhead"},
    # Only it asks a vendor: who somebody is, is known to Zendesk alone.
    "web/identity": {"domain", "handbook", "mirror.tickets", "panel.schemas", "settings", "store.agents", "web"}
    | {"vendors.bulkhead", "vendors.errors", "vendors.zendesk.client"},
    "doctor": {"domain", "handbook", "mirror", "settings", "store", "vendor_clients", "vendors", "web"},
}
NAMING = {"backend/deps.py", "backend/web/services.py"}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


@cache
def imports(file: Path) -> frozenset[str]:
    """List the full names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written in full"
            found.add(node.module or "")
    return frozenset(found)


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


def test_nobody_imports_dbos() -> None:
    # The operations' own tables say what runs: a second engine would be a second book of it.
    for file in files("backend"):
        assert not [name for name in imports(file) if name.split(".")[0] == "dbos"], file


def test_the_domain_knows_no_framework_network_database_or_clock() -> None:
    for file in files("backend/domain"):
        assert not {name.split(".")[0] for name in imports(file)} & OUTSIDE, file
        text = file.read_text()
        for clock in (".now(", ".utcnow(", ".today("):
            assert clock not in text, f"{file} reads a clock"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    inner = [ROOT / "backend" / other for other in ROOMS if other.startswith(f"{room}/")]
    may = {room.replace("/", "."), *ROOMS[room]}
    for file in files(f"backend/{room}"):
        if str(file.relative_to(ROOT)) in NAMING or any(file.is_relative_to(folder) for folder in inner):
            continue
        for name in imports(file):
            module = name.removeprefix("backend.")
            assert module == name or any(f"{module}.".startswith(f"{allowed}.") for allowed in may), f"{file}: {name}"


def test_no_module_imports_itself_through_others() -> None:
    names = {str(file.relative_to(ROOT).with_suffix("")).replace("/", "."): file for file in files("backend")}
    names = {name.removesuffix(".__init__"): file for name, file in names.items()}
    imported = {name: imports(file) & names.keys() for name, file in names.items()}
    # Kahn: what imports nothing that is left goes; what never goes stands in a circle.
    while free := {name for name, others in imported.items() if not others & imported.keys()}:
        imported = {name: others for name, others in imported.items() if name not in free}
    assert not imported, sorted(imported)


def test_no_function_imports() -> None:
    for file in files("backend"):
        for function in ast.walk(tree(file)):
            if isinstance(function, ast.FunctionDef):
                inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
                assert not inner, f"{file}: {function.name} imports"


def test_the_sandbox_never_imports_the_backend() -> None:
    for file in files("sandbox"):
        assert not [name for name in imports(file) if name.split(".")[0] == "backend"], file
