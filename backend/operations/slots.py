"""Worker slots: a name that a restarted worker gets back, so that it resumes exactly its own work."""

import fcntl
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MOST = 64


class Slot:
    """The lowest free slot of this machine, held by a file lock that ends with the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None
        self.name = ""

    def take(self) -> None:
        """Take a slot; raise RuntimeError if all are taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(MOST):
            if (file := self._lock(number)) is not None:
                self._file, self.name = file, executor(number)
                return
        raise RuntimeError(f"all {MOST} worker slots in {self._folder} are taken")

    def abandoned(self) -> Iterator[tuple[str, IO[str]]]:
        """Go through the slots that were used and are free now: executor name, and the lock that holds it so."""
        for number in range(MOST):
            if not self._path(number).exists():
                return
            if executor(number) != self.name and (file := self._lock(number)) is not None:
                yield executor(number), file

    def release(self) -> None:
        """Give the slot back."""
        if self._file:
            self._file.close()
            self._file = None

    def _path(self, number: int) -> Path:
        return self._folder / f"slot-{number}.lock"

    def _lock(self, number: int) -> IO[str] | None:
        file = self._path(number).open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file


def executor(number: int) -> str:
    """Name the executor of a slot."""
    return f"{socket.gethostname()}-{number}"
