"""What this process does now: which operations it carries out, and which tries are under way."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

POLL_SECONDS = 0.05


class InFlight:
    """Counts. DBOS calls a workflow pending whether or not a thread runs it, so we keep our own book."""

    def __init__(self) -> None:
        self._doing: set[tuple[str, int]] = set()
        self._tries = 0
        self._ending = False
        self._lock = threading.Lock()

    @contextmanager
    def operation(self, operation_id: str, fence: int) -> Iterator[None]:
        """Note that an operation is carried out here since a take-over."""
        with self._lock:
            self._doing.add((operation_id, fence))
        try:
            yield
        finally:
            with self._lock:
                self._doing.discard((operation_id, fence))

    def does(self, operation_id: str, fence: int) -> bool:
        """Tell whether an operation is carried out here since that take-over."""
        with self._lock:
            return (operation_id, fence) in self._doing

    @contextmanager
    def one_try(self) -> Iterator[None]:
        """Note that a try is under way; once the end has begun, hold it up until the process is gone."""
        with self._lock:
            too_late = self._ending
            self._tries += not too_late
        if too_late:
            threading.Event().wait()
        try:
            yield
        finally:
            with self._lock:
                self._tries -= 1

    def end(self, seconds: float) -> None:
        """Let no try begin any more; wait until those under way have ended, for some seconds at most."""
        with self._lock:
            self._ending = True
        until = time.monotonic() + seconds
        while self._tries and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
