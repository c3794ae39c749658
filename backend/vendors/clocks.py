"""What an answer tells of a vendor's clock: its Date, and how long a cache had kept it (RFC 9110)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from backend.domain.clock import SKEW, iso

LONGEST_KEPT = 24 * 3600


def clock_of(headers: Mapping[str, str]) -> datetime | None:
    """Read what time it is at a vendor; None = the answer does not tell."""
    try:
        kept = timedelta(seconds=min(int(headers.get("Age", "0")), LONGEST_KEPT))
        return parsedate_to_datetime(headers["Date"]).replace(tzinfo=UTC) + kept
    except (KeyError, ValueError, OverflowError):
        return None


def apart(theirs: datetime, ours: datetime) -> str | None:
    """Say how a vendor's clock and ours differ; None = by no more than clocks do."""
    if abs(theirs - ours) <= SKEW:
        return None
    return f"says that it is {iso(theirs)}, the clock here {iso(ours)}"
