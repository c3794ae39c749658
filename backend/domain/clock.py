"""What all clocks of the panel share."""

from datetime import datetime, timedelta
from typing import Literal

Level = Literal["calm", "amber", "red"]


def level(now: datetime, amber_from: datetime, due_at: datetime) -> Level:
    """Colour a clock: amber from `amber_from` on, red once `due_at` has passed."""
    if now > due_at:
        return "red"
    return "amber" if now >= amber_from else "calm"


def minutes_between(start: datetime, end: datetime) -> int:
    """Count whole minutes; never negative, since two systems' clocks may disagree by a little."""
    return max(0, int((end - start) / timedelta(minutes=1)))
