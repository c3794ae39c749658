"""Worker slots: a name that a restarted worker gets back, so that it resumes exactly its own work."""

import fcntl
from pathlib import Path
from typing import IO

MOST = 64


class Slot:
    """The lowest free slot of this machine, held by a file lock that ends with the process."""

    def __init__(self, folder: Path, machine: str) -> None:
        """Lock in a folder of this machine, whose name no other machine on the same database has."""
        self._folder = folder
        self._machine = machine
        self._file: IO[str] | None = None
        self.name = ""

    def take(self) -> None:
        """Take a slot; raise RuntimeError if all are taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(MOST):
            if (file := self._lock(number)) is not None:
                self._file, self.name = file, f"{self._machine}-{number}"
                return
        raise RuntimeError(f"all {MOST} worker slots in {self._folder} are taken")

    def release(self) -> None:
        """Give the slot back."""
        if self._file:
            self._file.close()
            self._file = None

    def _lock(self, number: int) -> IO[str] | None:
        file = (self._folder / f"slot-{number}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file
