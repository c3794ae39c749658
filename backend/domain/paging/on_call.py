"""Who is on call, and whom a page can go to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

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
    """Somebody's turn as people see it; `until` None = no end is planned; `following` are on call right after it."""

    user_id: str | None
    name: str
    until: datetime | None
    email: str | None = None
    following: tuple[OnCall, ...] = ()

    @property
    def next(self) -> str | None:
        """Name who follows; None while nobody is known."""
        return ", ".join(one.name for one in self.following) or None

    @property
    def next_id(self) -> str | None:
        """Give the PagerDuty user who follows; None where several do."""
        return self.following[0].user_id if len(self.following) == 1 else None


@dataclass(frozen=True, slots=True)
class Accounts:
    """By what somebody is known in PagerDuty: users' ids and e-mails, the latter in lower case."""

    user_ids: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def of(cls, zendesk_id: int, email: str | None, handbook: Handbook) -> Self:
        """Find the accounts of a Zendesk user: by the handbook's list of people, else by e-mail."""
        same = [one for one in handbook.people if one.is_person(zendesk_id, email)]
        emails = (email, *(one.email for one in same))
        return cls(
            frozenset(one.pagerduty_id for one in same if one.pagerduty_id),
            frozenset(one.casefold() for one in emails if one),
        )

    def has(self, entry: OnCall) -> bool:
        """Tell whether a stretch of duty is this person's."""
        return entry.user_id in self.user_ids or (entry.email or "").casefold() in self.emails

    def can_tell(self, entry: OnCall) -> bool:
        """Tell whether it shows if a stretch of duty is this person's."""
        return bool(self.user_ids and entry.user_id) or bool(self.emails and entry.email)


def turns_now(entries: Iterable[OnCall], role: OnCallRole, now: datetime) -> list[Turn]:
    """List all who are on call now, once each: names repeat, and several policies list one schedule."""
    known = [one for one in entries if one.role == role]
    people: dict[str, Turn] = {}
    for one in known:
        if on_duty(one, now) and _person(one) not in people:
            people[_person(one)] = _turn(one, known, now)
    return list(people.values())


def _turn(current: OnCall, known: Sequence[OnCall], now: datetime) -> Turn:
    own = {_person(current)}
    until = _end(own, known, now)
    return Turn(current.user_id, current.name, until, current.email, _after(own, known, until))


def shift_receivers(entries: Iterable[OnCall], writer: Accounts, now: datetime) -> tuple[OnCall, ...]:
    """Tell to whom a manager hands the shift: all who are on right after their turn, on any of the managers' schedules.

    To a manager whose turn is over, that is who is on now. Nobody, where it does not show whether the turn goes on.
    """
    known = [one for one in entries if one.role == "manager"]
    own = {_person(one) for one in known if writer.has(one)}
    until = _end(own, known, now)
    if until == now and not all(writer.can_tell(one) for one in known if on_duty(one, now)):
        return ()
    return _after(own, known, until)


def _end(own: Collection[str], known: Iterable[OnCall], now: datetime) -> datetime | None:
    """Tell when one person's turn ends; a turn may be cut in pieces. It is now when they are not on."""
    end, theirs = now, (one for one in known if _person(one) in own)
    for one in sorted(theirs, key=lambda one: (one.start is not None, one.start or now)):
        if one.start is None or one.start <= end:
            if one.end is None:
                return None
            end = max(end, one.end)
    return end


def _after(own: Collection[str], known: Iterable[OnCall], end: datetime | None) -> tuple[OnCall, ...]:
    """List who is on when a turn ends, once each; in a gap, who comes first after it."""
    if end is None:
        return ()
    others = [one for one in known if _person(one) not in own]
    found = [one for one in others if on_duty(one, end)]
    if not found:
        first = min((one.start for one in others if one.start and one.start > end), default=None)
        found = [one for one in others if first and one.start == first]
    return tuple({_person(one): one for one in reversed(found)}.values())[::-1]


def _person(entry: OnCall) -> str:
    return entry.user_id or entry.name


def manager_schedules(handbook: Handbook) -> list[str]:
    """List the managers' schedules, on which cover is arranged."""
    return [one.schedule for one in handbook.pagerduty.on_call.manager if one.schedule]


def region_of(schedule: str | None, handbook: Handbook) -> str | None:
    """Tell for which region a managers' schedule is, where the handbook tells it."""
    return next(
        (one.region for one in handbook.pagerduty.on_call.manager if schedule and one.schedule == schedule), None
    )


def schedule_name(schedule: str, handbook: Handbook) -> str:
    """Call a managers' schedule by its region, else by its id."""
    return region_of(schedule, handbook) or f"schedule {schedule}"


def on_duty(entry: OnCall, now: datetime) -> bool:
    """Tell whether a stretch of duty is under way."""
    return (entry.start is None or entry.start <= now) and not is_over(entry, now)


def is_over(entry: OnCall, now: datetime) -> bool:
    """Tell whether a stretch of duty has ended."""
    return entry.end is not None and entry.end <= now
