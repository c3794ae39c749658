"""One source that is read in the background: when its next reading is due, and when one is given up."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 8
"""A failing source is tried again after 2 s, then ever more seldom: up to eight times the usual interval."""
REQUESTED_PAUSE = 0.5
"""Seconds between two readings of a source that events ask for: a burst of them costs two calls a second."""
OVERDUE_SECONDS = 60.0
"""How long a reading may make no progress: each vendor call ends within a fifth of that."""
MOST_HANGING = 4
"""How many readings of a source that were given up may hang on, each in a thread, before no other one is begun."""


class GivenUp(Exception):
    """This reading was given up as overdue; what it found must not be used."""


class Reading:
    """One reading of a source, under way in a thread; `requests` are the full readings asked for that it makes."""

    def __init__(self, requests: frozenset[int], monotonic: Callable[[], float]) -> None:
        self.requests = requests
        self.given_up = False
        self.moved_at = monotonic()
        self._monotonic = monotonic

    def moved(self) -> None:
        """Note progress, before what was found is written; raise GivenUp if it came too late."""
        if self.given_up:
            raise GivenUp
        self.moved_at = self._monotonic()


@dataclass(slots=True)
class Job:
    """One source. `run` is told whether to read from the beginning, and what to call as it gets on.

    Times are seconds of the monotonic clock. `full` holds the ids of requests for a full reading that wait for the
    next one. `overdue` = the last reading was given up; `hanging` counts those whose threads have not ended.
    """

    name: str
    run: Callable[[bool, Callable[[], None]], None]
    every: float
    due: float = 0.0
    began: float = 0.0
    failures: int = 0
    requested: bool = False
    full: set[int] = field(default_factory=set)
    reading: Reading | None = None
    overdue: bool = False
    hanging: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def request_soon(self) -> None:
        """Be read soon; a source that fails keeps its pause."""
        self.requested = True
        if not self.failures:
            self.due = min(self.due, self.began + REQUESTED_PAUSE)

    def is_due(self, now: float) -> bool:
        """Tell whether a reading should begin."""
        return self.reading is None and self.due <= now and self.hanging < MOST_HANGING

    def begin(self, monotonic: Callable[[], float]) -> Reading:
        """Begin a reading."""
        self.reading = Reading(frozenset(self.full), monotonic)
        self.requested, self.began, self.full = False, self.reading.moved_at, set()
        return self.reading

    def succeed(self, reading: Reading) -> bool:
        """End a reading and plan the next; False if it was given up before.

        What was requested meanwhile may not be in this one.
        """
        with self._lock:
            if not self._ends(reading):
                return False
            self.failures, self.overdue = 0, False
            self.due = self.began + (REQUESTED_PAUSE if self.requested else self.every)
            self.reading = None
            return True

    def fail(self, reading: Reading, usual: float, asked_for: float) -> bool:
        """End a reading and plan the next try; False if it was given up before.

        One that is read seldom is tried as soon as the others: it may never have been read yet.
        """
        with self._lock:
            if not self._ends(reading):
                return False
            self.overdue = False
            self._plan_retry(self.began, usual, asked_for)
            return True

    def give_up(self, now: float, usual: float) -> bool:
        """Give the reading up if it makes no progress; tell whether that was so."""
        with self._lock:
            if self.reading is None or now - self.reading.moved_at <= OVERDUE_SECONDS:
                return False
            self.reading.given_up = self.overdue = True
            self.hanging += 1
            self._plan_retry(now, usual, 0.0)
            return True

    def _ends(self, reading: Reading) -> bool:
        if reading.given_up:
            self.hanging -= 1
        return not reading.given_up

    def _plan_retry(self, since: float, usual: float, asked_for: float) -> None:
        self.failures += 1
        pause = min(usual, FIRST_PAUSE) * 2 ** min(self.failures - 1, 16)
        self.due = since + max(min(pause, usual * LONGEST_PAUSE), asked_for)
        self.reading = None
