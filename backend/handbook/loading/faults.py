"""What can be wrong with the handbook, and where. Loads no reader: whoever only catches it does without."""

from collections.abc import Iterable
from dataclasses import dataclass

Path_ = tuple[str | int, ...]
Mismatch = tuple[Path_, str]
"""Path of a key, and what it does not fit."""
MOST_FAULTS = 50
LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a key of the handbook."""

    place: Place
    path: Path_
    problem: str

    def __str__(self) -> str:
        """Write `file:line: dotted.key: problem`."""
        key = ".".join(str(part) for part in self.path)
        return f"{self.place.file}:{self.place.line}: {key + ': ' if key else ''}{self.problem}"


def shorten(line: str) -> str:
    """Cut a line: a key or value of the file may be of any length."""
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


class HandbookError(Exception):
    """The handbook cannot be used; `faults` holds one line per fault: `file:line: key: problem`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Order the faults as they stand in the files."""
        ordered = sorted(set(faults), key=lambda fault: (fault.place.file, fault.place.line, str(fault)))
        self.faults = tuple(shorten(str(fault)) for fault in ordered[:MOST_FAULTS])
        if len(ordered) > MOST_FAULTS:
            self.faults += (f"and {len(ordered) - MOST_FAULTS} more",)
        super().__init__("\n".join(self.faults))
