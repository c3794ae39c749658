"""What a machine has is recognised, and what it lacks is named as its distribution calls it."""

from pathlib import Path

import pytest

from provision import machine


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v18.20.4", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.19.0", True),
        ("", False),
        ("command not found", False),
    ],
)
def test_only_a_node_that_vite_runs_on_fits(version: str, fits: bool) -> None:
    assert machine.node_fits(version) is fits


def program(folder: Path, name: str, prints: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{prints}'\n")
    file.chmod(0o755)
    return file


def test_a_node_without_npm_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    node = program(tmp_path, "node", "v22.12.0")
    assert machine.find_node() is None
    program(tmp_path, "npm")
    assert machine.find_node() == node


def test_a_stand_in_is_not_taken_for_the_machines_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "BIN", tmp_path / "ours")
    monkeypatch.setenv("PATH", f"{tmp_path}/ours:{tmp_path}/theirs")
    for name in ("node", "npm", "chromium"):
        program(tmp_path / "ours", name, "v24.19.0")
    assert machine.find_node() is None
    monkeypatch.setattr(machine, "MAC_CHROMIUM", ())
    monkeypatch.setattr(machine, "STAND_IN_CHROMIUM", tmp_path / "ours" / "chromium")
    assert machine.find_chromium() == tmp_path / "ours" / "chromium"
    own = program(tmp_path / "theirs", "google-chrome")
    assert machine.find_chromium() == own
    assert machine.find_headless() == tmp_path / "ours" / "chromium"
    (tmp_path / "ours" / "chromium").unlink()
    assert machine.find_headless() == own


@pytest.mark.parametrize(
    ("distribution", "command"), [("debian", "apt-get install chromium"), ("fedora", "dnf install chromium")]
)
def test_what_cannot_be_had_is_named_all_at_once(
    distribution: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "distribution", lambda: distribution)
    for name in ("find_node", "find_postgres", "find_chromium"):
        monkeypatch.setattr(machine, name, lambda: None)
    monkeypatch.setattr(machine, "can_stand_in", lambda program: False)
    lines = machine.missing(for_tests=True)
    assert [line.split()[0] for line in lines] == ["Node.js", "PostgreSQL's", "Chromium"]
    assert lines[2].endswith(command)
    assert len(machine.missing(for_tests=False)) == 1, "the demo needs no database server and no browser of ours"
