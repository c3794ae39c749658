"""What all clocks share."""

from datetime import UTC, datetime, timedelta
from typing import Literal

Level = Literal["calm", "amber", "red"]
SKEW = timedelta(minutes=2)
"""How far the clocks of two systems may differ."""
YEARS = range(1970, 9000)
"""Years that a time given to us may lie in: zones and deadlines shift it, which fails at the ends of the calendar."""
CLOCKS_DIFFER_BY = timedelta(minutes=10)
"""How far a vendor's clock may be from ours when we look for what was written there since a moment of ours."""


_BY_GRAVITY: tuple[Level, ...] = ("calm", "amber", "red")


def worse(first: Level, other: Level) -> Level:
    """Give the graver of two levels."""
    return max(first, other, key=_BY_GRAVITY.index)


def level(now: datetime, amber_from: datetime, due_at: datetime) -> Level:
    """Colour a clock: amber from `amber_from` on, red once `due_at` has passed."""
    if now > due_at:
        return "red"
    return "amber" if now >= amber_from else "calm"


def minutes_between(start: datetime, end: datetime) -> int:
    """Count whole minutes; never negative, since two systems' clocks may disagree by a little."""
    return max(0, int((end - start) / timedelta(minutes=1)))


def iso(moment: datetime) -> str:
    """Write an aware time as ISO 8601 in UTC with `Z`, to the second."""
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return f"{in_utc.isoformat(timespec='seconds').removesuffix('+00:00')}Z"


def lies_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether a time is further ahead than clocks may differ: it is wrong, or our clock was set back."""
    return moment > now + SKEW


def span(minutes: int) -> str:
    """Say a number of minutes as people do."""
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return "under 1 min"
    return f"{hours} h {rest} min" if hours else f"{rest} min"
