"""The executors on one database: this one shows that it lives, and tells which of the others do."""

import logging
import threading

from backend.operations.engine.liveness import BEAT_EVERY, Liveness
from backend.store.engine import StoreDown
from backend.store.executors import ExecutorStore

log = logging.getLogger(__name__)


class Heartbeat:
    """Beats in a thread of its own: nothing that is slow may make this process look dead."""

    def __init__(self, executors: ExecutorStore) -> None:
        self._executors = executors
        self._liveness = Liveness()
        self._name = ""
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="beat", daemon=True)

    def join(self, name: str) -> None:
        """Begin to show that the executor of that name lives."""
        self._name = name
        self._executors.beat(name)
        self._thread.start()

    def leave(self) -> None:
        """End: the others take over at once what is left."""
        self._leaving.set()
        self._executors.forget(self._name)

    def alive(self) -> frozenset[str]:
        """Name those who live; who has not been seen for long is struck off."""
        alive, dead = self._liveness.look(self._executors.beats())
        for name in dead:
            self._executors.forget(name)
        return alive

    def _beat(self) -> None:
        while not self._leaving.wait(BEAT_EVERY):
            try:
                self._executors.beat(self._name)
            except StoreDown as error:
                log.warning("no beat: %s", error)
