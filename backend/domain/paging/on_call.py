"""Stretches of duty, as PagerDuty lists them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OnCallRole = Literal["engineer", "manager"]


@dataclass(frozen=True, slots=True)
class OnCall:
    """One stretch of duty; `end` is None when the person is always on, `schedule_id` when no schedule put them on."""

    role: OnCallRole
    name: str
    start: datetime | None
    end: datetime | None
    user_id: str | None = None
    email: str | None = None
    level: int | None = None
    schedule_id: str | None = None
    schedule_name: str | None = None
    policy_id: str | None = None


def on_duty(entry: OnCall, now: datetime) -> bool:
    """Tell whether a stretch of duty is under way."""
    return (entry.start is None or entry.start <= now) and not is_over(entry, now)


def is_over(entry: OnCall, now: datetime) -> bool:
    """Tell whether a stretch of duty has ended."""
    return entry.end is not None and entry.end <= now
