"""The walk-throughs of docs/extending.md work: each is carried out in a copy of the tree, then run and checked."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.product import ROOT

DOC = ROOT / "docs" / "extending.md"
COPIED = (
    "backend",
    "provision",
    "sandbox",
    "tests",
    "docs",
    "ops",
    "zendesk_app",
    "gunicorn.conf.py",
    "manifest.json",
    "pyproject.toml",
)
LEFT = shutil.ignore_patterns("node_modules", "generated", "build", ".hypothesis")
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of the page: the whole of a new file, or a change to one."""

    kind: str
    file: str
    text: str

    def apply(self, tree: Path) -> None:
        """Carry it out; a change must fit exactly one place."""
        file = tree / self.file
        if self.kind != "diff":
            assert not file.exists(), f"{self.file} is there already"
            file.parent.mkdir(exist_ok=True)
            file.write_text(self.text)
            return
        lines = self.text.splitlines()
        assert all(line[:1] in {" ", "+", "-"} for line in lines), self.file
        old = "\n".join(line[1:] for line in lines if line[0] != "+")
        new = "\n".join(line[1:] for line in lines if line[0] != "-")
        content = file.read_text()
        assert content.count(old) == 1, f"{self.file}: fits {content.count(old)} places: {old}"
        file.write_text(content.replace(old, new))


def walkthrough(title: str) -> list[Block]:
    chapter = DOC.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    return [Block(*found) for found in BLOCK.findall(chapter)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=LEFT)
        else:
            shutil.copy(source, tmp_path / name)
    # What mypy knows of the tree already; it checks itself what has changed.
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", tmp_path / ".mypy_cache")
    (tmp_path / "zendesk_app" / "node_modules").symlink_to(ROOT / "zendesk_app" / "node_modules")
    (tmp_path / "zendesk_app" / "build").symlink_to(ROOT / "zendesk_app" / "build")
    return tmp_path


def run(tree: Path, *command: str, folder: str = ".") -> str:
    # Nothing of the tree that runs this test may be found from there.
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    done = subprocess.run(command, cwd=tree / folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


@pytest.mark.parametrize("title", ["A new operation kind", "A new checklist question", "A new notice"])
def test_a_walk_through_leads_to_something_that_works(tree: Path, title: str) -> None:
    blocks = walkthrough(title)
    assert len(blocks) >= 2
    for block in blocks:
        block.apply(tree)
    added = [block.file for block in blocks if block.file.startswith("tests/")]
    assert added
    held = ["tests/unit/test_docs.py", "tests/unit/test_walls.py", "tests/unit/domain", "tests/unit/handbook"]
    report = run(tree, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *added, *held)
    assert " passed" in report
    python = sorted({block.file for block in blocks if block.file.endswith(".py")})
    run(tree, sys.executable, "-m", "ruff", "check", "--no-cache", *python)
    run(tree, sys.executable, "-m", "ruff", "format", "--no-cache", "--check", *python)
    run(tree, sys.executable, "-m", "mypy", *python)
    panel = "zendesk_app/"
    if changed := {block.file.removeprefix(panel) for block in blocks if block.file.startswith(panel)}:
        check_panel(tree, sorted(changed))


def check_panel(tree: Path, changed: list[str]) -> None:
    """Build the panel of the tree, check its types, weigh it, and lint what changed: `make check` lints the rest."""
    panel = tree / "zendesk_app"
    (panel / "build").unlink()
    (panel / "generated").mkdir()
    (panel / "generated" / "openapi.json").write_text(run(tree, sys.executable, "-m", "backend", "openapi"))
    code = [file for file in changed if file.endswith((".ts", ".tsx"))]
    for command in ("run --silent build", "exec -- tsc --noEmit", "run --silent size"):
        run(tree, "npm", *command.split(), folder="zendesk_app")
    run(tree, "npm", "exec", "--", "eslint", *code, folder="zendesk_app")
    run(tree, "npm", "exec", "--", "prettier", "--check", *changed, folder="zendesk_app")
