"""Which executors are alive: those whose beat has moved lately, by our own clock.

Machines need not agree on the time: nobody writes one down, each watches the others' counts.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

BEAT_EVERY = 5.0
"""Seconds between two beats."""
DEAD_AFTER = 30.0
"""Seconds without a beat after which an executor's work is taken over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An executor's count, and since when (our clock) it has been that."""

    beat: int
    since: float


class Liveness:
    """Remembers when each executor's beat last moved."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen: dict[str, Seen] = {}
        self._looked_at = 0.0

    def look(self, beats: Mapping[str, int]) -> tuple[frozenset[str], frozenset[str]]:
        """Take the counts in; tell who is alive and who is dead."""
        now = self._monotonic()
        if now - self._looked_at > DEAD_AFTER / 2:
            # We were away ourselves (paused, or without database): what we did not watch proves nothing.
            self._seen = {}
        self._looked_at = now
        known = self._seen
        self._seen = {
            name: known[name] if name in known and known[name].beat == beat else Seen(beat, now)
            for name, beat in beats.items()
        }
        dead = frozenset(name for name, seen in self._seen.items() if now - seen.since > DEAD_AFTER)
        return frozenset(beats) - dead, dead
