"""Compare what a real account answered with what the sandbox answers to the same questions.

The product asks both: `python -m backend doctor --record FILE --ticket ID` writes the shapes of an account's
answers, and here the same is run against a sandbox. What an account has and the sandbox never showed is worth a look.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.environment import backend_environment, slack_environment
from sandbox.product import ROOT
from sandbox.server import running_sandbox

TICKET = "2005"
"""A seeded ticket whose organization has fields of every type."""
Shape = dict[str, list[str]]
Key = tuple[str, str, str]


def differences(theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[str]:
    """Name what an account's recording has that the sandbox's has not, and fields that only the sandbox sends."""
    known = _by_call(ours)
    for key, calls in sorted(_by_call(theirs).items()):
        call = " ".join(key)
        if key not in known:
            yield f"{call}: the sandbox was not asked this"
            continue
        for what in ("status", "media_type"):
            strange = {answer[what] for answer in calls} - {answer[what] for answer in known[key]}
            if strange:
                yield f"{call}: {what} {', '.join(map(str, sorted(strange)))} there, never in the sandbox"
        yield from (f"{call}: {words}" for words in _fields(_shape(calls), _shape(known[key])))


def _fields(theirs: Shape, ours: Shape) -> Iterator[str]:
    for place, types in sorted(theirs.items()):
        if place not in ours:
            if _above(place) in ours:
                yield f"{place} ({', '.join(types)}) is not in the sandbox's answer"
        elif strange := sorted(set(types) - set(ours[place])):
            yield f"{place} is {', '.join(strange)} there, {', '.join(ours[place])} in the sandbox"
    for place in sorted(ours.keys() - theirs.keys()):
        if "object" in theirs.get(_above(place), ()) and not place.endswith("[]") and "absent" not in ours[place]:
            yield f"{place} is in the sandbox's answer only"


def _above(place: str) -> str:
    return place[:-2] if place.endswith("[]") else place.rpartition(".")[0]


def _by_call(document: dict[str, Any]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = {}
    for call in document["calls"]:
        found.setdefault((call["vendor"], call["method"], call["path"]), []).append(call)
    return found


def _shape(calls: list[Any]) -> Shape:
    found: dict[str, set[str]] = {}
    for call in calls:
        for place, types in call["shape"].items():
            found.setdefault(place, set()).update(types)
    return {place: sorted(types) for place, types in found.items()}


def recorded() -> dict[str, Any]:
    """Have the product record a fresh sandbox."""
    with running_sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shapes.json"
        variables = {
            **os.environ,
            **backend_environment(sandbox.url),
            **slack_environment(sandbox.url),
            "SESSION_KEY": "s" * 40,
            "DATABASE_URL": f"sqlite:///{folder}/oncall.sqlite",
            "EXECUTOR_FOLDER": folder,
            "HANDBOOK_OVERRIDES": str(Path(__file__).with_name("handbook.yml")),
        }
        command = [sys.executable, "-m", "backend", "doctor", "--record", str(file), "--ticket", TICKET]
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        if not file.exists():
            raise SystemExit(f"compare: the sandbox could not be recorded\n{done.stdout}{done.stderr}")
        found: dict[str, Any] = json.loads(file.read_text())
        return found


def compare(file: Path) -> int:
    """Print how an account's recording differs; 1 if it does."""
    try:
        theirs = json.loads(file.read_text())
        ours = recorded()
        found = list(differences(theirs, ours))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"compare: {file} is no recording of the doctor's ({error})", file=sys.stderr)
        return 2
    print(*found, f"{len(found)} differences in {len(theirs['calls'])} calls", sep="\n")
    return 1 if found else 0
