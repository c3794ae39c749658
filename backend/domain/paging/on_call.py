"""Who is on call, and whom a page can go to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.handbook.model.handbook import Handbook

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
    name: str = ""
    schedule_id: str | None = None


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


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn as people see it; `until` None = no end is planned; `next` (user `next_id`) follows there."""

    user_id: str | None
    name: str
    until: datetime | None
    next: str | None
    next_id: str | None = None
    email: str | None = None


def turns_now(entries: Iterable[OnCall], role: OnCallRole, now: datetime) -> list[Turn]:
    """List all who are on call now, by person and place: names repeat, and several policies list one schedule."""
    known = [one for one in entries if one.role == role]
    present: dict[tuple[str, object], OnCall] = {}
    for one in known:
        if on_duty(one, now):
            present.setdefault((_person(one), _place(one)), one)
    people: dict[str, Turn] = {}
    for one in present.values():
        people.setdefault(_person(one), _turn(one, known))
    return list(people.values())


def _turn(current: OnCall, known: Iterable[OnCall]) -> Turn:
    end: datetime | None = current.end
    following: OnCall | None = None
    here = [one for one in known if one.start and _place(one) == _place(current)]
    for one in sorted(here, key=lambda one: (one.start, one.name)):
        start = one.start
        if end is None or start is None:
            break
        same = _person(one) == _person(current)
        if not same and start >= end:
            following = one
            break
        # A shift may be cut in pieces; the next person is the first other one.
        if same and start <= end:
            end = max(end, one.end) if one.end else None
    if following is None:
        return Turn(current.user_id, current.name, end, None, email=current.email)
    return Turn(current.user_id, current.name, end, following.name, following.user_id, current.email)


def _person(entry: OnCall) -> str:
    return entry.user_id or entry.name


def _place(entry: OnCall) -> object:
    return entry.schedule_id or (entry.policy_id, entry.level)


def manager_schedules(handbook: Handbook) -> list[str]:
    """List the managers' schedules, on which cover is arranged."""
    return [one.schedule for one in handbook.pagerduty.on_call.manager if one.schedule]


def on_duty(entry: OnCall, now: datetime) -> bool:
    """Tell whether a stretch of duty is under way."""
    return (entry.start is None or entry.start <= now) and not is_over(entry, now)


def is_over(entry: OnCall, now: datetime) -> bool:
    """Tell whether a stretch of duty has ended."""
    return entry.end is not None and entry.end <= now
