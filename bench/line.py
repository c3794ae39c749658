"""A measured line, and how the table of them is printed and kept."""

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Line:
    """What was measured and what it may be; `seen` says what lies behind the value."""

    line: str
    value: float
    limit: float
    op: Literal["<=", ">="]
    seen: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the limit is kept."""
        return self.value <= self.limit if self.op == "<=" else self.value >= self.limit


def ratio(name: str, ours: float, bare: float, limit: float, unit: str = "ms") -> Line:
    """Compare a duration in seconds with that of the bare thing."""
    seen = f"{ours * 1000:.2f} {unit} over {bare * 1000:.2f} {unit}"
    return Line(name, round(ours / bare, 3), limit, "<=", seen)


def interleaved(times: int, *things: Callable[[], float]) -> list[float]:
    """Do things in turn, so that whatever else the machine does hits each alike; give the median of each."""
    samples: list[list[float]] = [[] for _ in things]
    for _ in range(times):
        for taken, thing in zip(samples, things, strict=True):
            taken.append(thing())
    return [statistics.median(taken) for taken in samples]


def quantile(samples: Sequence[float], share: float) -> float:
    """Give the sample that this share of them does not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(line: Line) -> None:
    """Print a line of the table."""
    verdict = "ok  " if line.ok else "FAIL"
    print(f"{verdict}  {line.value:>10.3f} {line.op} {line.limit:<8g} {line.line}  ({line.seen})", flush=True)


def keep(lines: Iterable[Line]) -> None:
    """Write the results down."""
    rows = [{name: value for name, value in asdict(line).items() if name != "seen"} | {"ok": line.ok} for line in lines]
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")
