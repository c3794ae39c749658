"""What the product rests on is pinned, hashed, and there for a reason that stands beside it."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^ ;#]+)")
LOCKS = ("requirements.lock", "requirements-run.lock")


def name_of(raw: str) -> str:
    return re.sub(r"[-_.]+", "-", raw).lower()


def pins(file: str) -> dict[str, str]:
    found = [PINNED.match(line) for line in (ROOT / file).read_text().splitlines()]
    return {name_of(one[1]): one[2] for one in found if one}


STAND_INS = ("node", "postgres")
"""What provision/ fetches from PyPI where a machine lacks it."""


@pytest.mark.parametrize(
    "file", ["requirements.txt", "constraints.txt", *(f"provision/{one}.txt" for one in STAND_INS)]
)
def test_every_line_pins_one_version(file: str) -> None:
    for line in (ROOT / file).read_text().splitlines():
        assert not line or line.startswith("#") or PINNED.match(line), line


@pytest.mark.parametrize("file", ["requirements.txt", *(f"provision/{one}.txt" for one in STAND_INS)])
def test_every_direct_dependency_has_its_reason(file: str) -> None:
    for line in (ROOT / file).read_text().splitlines():
        assert not PINNED.match(line) or re.search(r"  ?# \S", line), line


def test_the_locks_are_in_step_with_what_they_were_made_from() -> None:
    asked = pins("constraints.txt") | pins("requirements.txt")
    for name, version in pins("requirements.lock").items():
        # What only another system needs is named by the lock alone.
        assert asked.get(name, version) == version, f"{name}: run make lock"
    assert set(pins("requirements.txt")) <= set(pins("requirements.lock")), "run make lock"
    runs = (ROOT / "requirements.txt").read_text().split("# What tests")[0]
    direct = {name_of(found[1]) for line in runs.splitlines() if (found := PINNED.match(line))}
    assert direct <= set(pins("requirements-run.lock")), "run make lock"
    assert "pytest" not in pins("requirements-run.lock")


@pytest.mark.parametrize("file", LOCKS)
def test_every_locked_file_has_its_hash(file: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z])", (ROOT / file).read_text())
    locked = [entry for entry in entries if PINNED.match(entry)]
    assert len(locked) > 20
    each_has_its_hash(locked)


@pytest.mark.parametrize("program", STAND_INS)
def test_a_stand_in_is_locked_alone_and_with_its_hashes(program: str) -> None:
    text = (ROOT / "provision" / f"{program}.lock").read_text()
    assert pins(f"provision/{program}.lock") == pins(f"provision/{program}.txt"), "run make lock"
    each_has_its_hash([entry for entry in re.split(r"\n(?=[A-Za-z])", text) if PINNED.match(entry)])


def each_has_its_hash(locked: list[str]) -> None:
    for entry in locked:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


@pytest.mark.parametrize("folder", ["zendesk_app", "provision/chromium"])
def test_npm_packages_are_exact_locked_and_have_their_reasons(folder: str) -> None:
    package = json.loads((ROOT / folder / "package.json").read_text())
    direct = package["dependencies"] | package.get("devDependencies", {})
    assert package["reasons"].keys() == direct.keys()
    assert all(re.fullmatch(r"[0-9]+(\.[0-9]+){2}", version) for version in direct.values())
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    held = {path: entry for path, entry in lock["packages"].items() if path and not entry.get("link")}
    assert all(entry["integrity"].startswith("sha512-") for entry in held.values())
    for name, version in direct.items():
        assert held[f"node_modules/{name}"]["version"] == version
