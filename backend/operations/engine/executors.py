"""The executors on one database: the name of this one, and which of the others are alive.

Beats are numbers in the database (see store/beats.py). A lock that ends with its process would be told at once, but
PostgreSQL's end with their connection, which any restart of the database cuts, and a file's do not reach another
machine; so a file lock only names the worker slot, and the others' beats tell who is alive.
"""

import fcntl
import logging
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from backend.periodic import Periodic
from backend.store.beats import BeatWatch
from backend.store.executors import ExecutorStore
from backend.store.faults import StoreDown

BEAT_SECONDS = 5.0
"""Time between two beats."""
DEAD_AFTER = 30.0
"""Seconds without a beat after which an executor's work is taken over."""
MOST_SLOTS = 64

log = logging.getLogger(__name__)


class Heartbeat:
    """Beats in a thread of its own: nothing that is slow may make this process look dead."""

    def __init__(self, executors: ExecutorStore, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._executors = executors
        self._monotonic = monotonic
        self._watch = BeatWatch(monotonic)
        self._watched_at = 0.0
        self._name = ""
        self._joined = False
        self._beating = Periodic("beat", BEAT_SECONDS, self._beat)

    def start(self, name: str) -> None:
        """Begin to show that the executor of that name lives, as soon as the database takes it."""
        self._name = name
        try:
            self.ensure_joined()
        except StoreDown as error:
            # Not raised: gunicorn ends all workers when one cannot start, and they answer while the database is away.
            log.error("%s: no work is taken up until it is", error)
        self._beating.start()

    def ensure_joined(self) -> None:
        """Make sure that the others know of this executor: whoever has no beat counts as dead. Call it before any work.

        Raises StoreDown.
        """
        if not self._joined:
            self._beat()

    def leave(self) -> None:
        """End: the others take over at once what is left."""
        self._beating.stop()
        self._executors.leave(self._name)

    def bury_dead(self) -> None:
        """Strike off executors that have not beaten for long. Call it every few seconds."""
        now = self._monotonic()
        if now - self._watched_at > DEAD_AFTER / 2:
            # We were away ourselves (paused, or without database): what we did not watch proves nothing.
            self._watch.keep_only(())
        self._watched_at = now
        beats = self._executors.beats()
        self._watch.keep_only(beats)
        for name, beat in beats.items():
            if self._watch.unchanged(name, beat) > DEAD_AFTER and name != self._name:
                self._executors.bury(name, beat)

    def _beat(self) -> None:
        self._executors.beat(self._name)
        self._joined = True


class WorkerSlot:
    """The lowest free slot of this machine, held by a file lock that ends with the process.

    Its name is stable: a worker that is started in place of a killed one gets it back, and with it that one's work.
    """

    def __init__(self, folder: Path) -> None:
        """Lock in a folder of this machine."""
        self._folder = folder
        self._file: IO[str] | None = None
        self.name = ""

    def take(self) -> None:
        """Take a slot; raise RuntimeError if all are taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(MOST_SLOTS):
            if (file := _locked(self._folder / f"slot-{number}.lock")) is not None:
                self._file, self.name = file, f"{socket.gethostname()}-{number}-{_identity(file)}"
                return
        raise RuntimeError(f"all {MOST_SLOTS} worker slots in {self._folder} are taken")

    def release(self) -> None:
        """Give the slot back."""
        if self._file:
            self._file.close()
            self._file = None


def _locked(path: Path) -> IO[str] | None:
    file = path.open("a+")
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
