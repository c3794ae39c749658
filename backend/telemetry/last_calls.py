"""What became of the last call to each vendor that tells whether we can do our work there.

Counted like metrics, in the memory of a process; `monitor.py` stores it for all of them.
"""

import threading
from dataclasses import dataclass
from typing import Literal

Act = Literal["write", "sign_in", "clock"]
"""To write something; to be accepted at all, and to have the same time as we, which any call shows."""


@dataclass(frozen=True, slots=True)
class LastCall:
    """How the last act of a kind went at a vendor; `reason` says why it failed, None = it did not."""

    vendor: str
    act: Act
    reason: str | None


class LastCalls:
    """Keeps the last of each vendor and act, and which of them are not stored yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[tuple[str, Act], LastCall] = {}
        self._new: set[tuple[str, Act]] = set()

    def note(self, vendor: str, act: Act, reason: str | None) -> None:
        """Note how a call went."""
        with self._lock:
            self._last[vendor, act] = LastCall(vendor, act, reason)
            self._new.add((vendor, act))

    def take_new(self) -> list[LastCall]:
        """Give what was noted since the last time."""
        with self._lock:
            new, self._new = self._new, set()
            return [self._last[key] for key in sorted(new)]

    def give_back(self, calls: list[LastCall]) -> None:
        """Have calls that could not be stored given again; what was noted meanwhile counts instead."""
        with self._lock:
            self._new |= {(call.vendor, call.act) for call in calls}


LAST_CALLS = LastCalls()
