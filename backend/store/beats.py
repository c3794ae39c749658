"""Who is alive, told without comparing clocks.

A living process keeps changing a number in the database; the others each watch it by their own monotonic clock. So a
wall clock that is set back or ahead makes nobody look dead, or alive.
"""

import secrets
import time
from collections.abc import Callable, Collection


def new_beat() -> int:
    """Give a number that differs from any earlier one, also after its row was deleted and made again."""
    return secrets.randbits(62)


class BeatWatch:
    """Remembers since when each beat has been what it is."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen: dict[str, tuple[int, float]] = {}

    def unchanged(self, name: str, beat: int) -> float:
        """Take the present beat in; give the seconds for which we have seen no other."""
        now = self._monotonic()
        known, since = self._seen.get(name, (None, now))
        if known != beat:
            since = now
        self._seen[name] = (beat, since)
        return now - since

    def keep_only(self, names: Collection[str]) -> None:
        """Forget the others."""
        self._seen = {name: seen for name, seen in self._seen.items() if name in names}
