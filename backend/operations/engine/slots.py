"""Worker slots: a name that a restarted worker gets back, so that it resumes exactly its own work."""

import fcntl
import secrets
import socket
from pathlib import Path
from typing import IO

MOST = 64


class WorkerSlot:
    """The lowest free slot of this machine, held by a file lock that ends with the process."""

    def __init__(self, folder: Path) -> None:
        """Lock in a folder of this machine."""
        self._folder = folder
        self._file: IO[str] | None = None
        self.name = ""

    def take(self) -> None:
        """Take a slot; raise RuntimeError if all are taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(MOST):
            if (file := self._lock(number)) is not None:
                self._file, self.name = file, f"{socket.gethostname()}-{number}-{_identity(file)}"
                return
        raise RuntimeError(f"all {MOST} worker slots in {self._folder} are taken")

    def release(self) -> None:
        """Give the slot back."""
        if self._file:
            self._file.close()
            self._file = None

    def _lock(self, number: int) -> IO[str] | None:
        file = (self._folder / f"slot-{number}.lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file


def _identity(file: IO[str]) -> str:
    """Read what tells this slot from one of the same number in another folder or on another host of that name."""
    file.seek(0)
    known = file.read().strip()
    if not known:
        known = secrets.token_hex(4)
        file.write(known)
        file.flush()
    return known
