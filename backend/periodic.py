"""A duty that is done again and again in the background: beating, adopting orphans, forgetting."""

import logging
import threading
from collections.abc import Callable

STOP_SECONDS = 2.0
"""How long a stop waits for a round that is under way."""

log = logging.getLogger(__name__)


class Periodic:
    """Calls `duty` at once and then with pauses of some seconds, in a thread of its own."""

    def __init__(self, name: str, seconds: float, duty: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._duty = duty
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin. Call after any fork: threads do not survive one."""
        self._thread.start()

    def stop(self) -> None:
        """Begin no more rounds; wait a moment for the one under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._duty()
            except Exception:
                log.exception("%s: trying again in %s s", self._name, self._seconds)
            self._stopping.wait(self._seconds)
