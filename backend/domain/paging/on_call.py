"""Who is on call, and whom a page can go to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OnCallRole = Literal["engineer", "manager"]


@dataclass(frozen=True, slots=True)
class Responder:
    """A PagerDuty user to whom a page can go."""

    id: str
    name: str
    email: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class ResponderTarget:
    """Whom to ask to join an incident: a user, or whoever is on call on an escalation policy."""

    kind: Literal["user", "escalation_policy"]
    id: str


@dataclass(frozen=True, slots=True)
class Service:
    """A PagerDuty service; one in maintenance or disabled opens no incident, one of low urgency rings nobody.

    `urgency` is high, low, severity_based, or None where support hours decide or PagerDuty does not say.
    """

    id: str
    name: str
    status: str | None = None
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody stands in on a schedule for some hours."""

    id: str
    user_id: str
    start: datetime
    end: datetime


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
