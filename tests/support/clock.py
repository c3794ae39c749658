"""Clocks that a test moves."""

from datetime import datetime, timedelta


class Clock:
    """A monotonic clock."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


class WallClock:
    """A machine's clock, which somebody may set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set_by(self, change: timedelta) -> None:
        """Set it."""
        self.now += change
