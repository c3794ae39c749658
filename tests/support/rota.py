"""Who is on call when, as a test wants it."""

from datetime import UTC, datetime, timedelta

from tests.support.desk import Sandbox


def moment(hours: float) -> str:
    """Write the time in so many hours from now, as PagerDuty does."""
    return (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def plan(sandbox: Sandbox, schedule: str, *turns: tuple[str, float, float]) -> None:
    """Put turns on a schedule: who, and from and until in how many hours."""
    entries = [{"user_id": user, "start": moment(start), "end": moment(end)} for user, start, end in turns]
    sandbox.control("PUT", f"schedules/{schedule}", {"entries": entries})
