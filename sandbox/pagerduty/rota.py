"""Who is on call: turns written down one by one, or shifts of eight hours that follow one another for ever."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

SHIFT = timedelta(hours=8)
FIRST_DELAY, LATER_DELAY = timedelta(minutes=10), timedelta(minutes=5)


@dataclass(frozen=True)
class Shift:
    """One person's turn; `source` is the rotation or the single shift that it comes from, `override_id` who made it so.

    Both are told of shift-based schedules only.
    """

    user_id: str
    start: datetime
    end: datetime
    source: str = ""
    override_id: str | None = None


@dataclass(frozen=True)
class Override:
    """Somebody stands in: for whoever is on, or for one person on one source, as on a shift-based schedule."""

    user_id: str
    start: datetime
    end: datetime
    source: str | None = None
    replaces: str | None = None

    def over(self, key: str, shifts: list[Shift]) -> list[Shift]:
        """Put it over turns."""
        if self.source is None:
            return [*_without(shifts, self.start, self.end), Shift(self.user_id, self.start, self.end, "", key)]
        meant = [shift for shift in shifts if (shift.source, shift.user_id) == (self.source, self.replaces)]
        taken = [
            replace(shift, user_id=self.user_id, start=max(shift.start, self.start), end=min(shift.end, self.end),
                    override_id=key)
            for shift in meant if shift.start < self.end and shift.end > self.start
        ]  # fmt: skip
        others = [shift for shift in shifts if shift not in meant]
        return [*others, *_without(meant, self.start, self.end), *taken]


@dataclass(frozen=True)
class Schedule:
    """A rotation that began at a time and goes round a list of people; `overrides` stand before it, by id.

    `entries`, when given, are all its turns: what lies outside them is nobody's.
    """

    id: str
    name: str
    begins: datetime
    people: tuple[str, ...]
    overrides: dict[str, Override] = field(default_factory=dict)
    entries: tuple[Shift, ...] | None = None

    @property
    def rotation_id(self) -> str:
        """Name its one rotation."""
        return f"R{self.id}"

    def shifts(self, since: datetime, until: datetime) -> list[Shift]:
        """List the turns that touch a window, overrides included; a window of no length gives that moment's turn."""
        found = self._rotation(since, until) if self.entries is None else list(self.entries)
        for key, override in self.overrides.items():
            found = override.over(key, found)
        inside = [shift for shift in found if shift.end > since and (shift.start < until or shift.start <= since)]
        return sorted(inside, key=lambda one: one.start)

    def _rotation(self, since: datetime, until: datetime) -> list[Shift]:
        number = (since - self.begins) // SHIFT
        found: list[Shift] = []
        start = self.begins + number * SHIFT
        while start < until or not found:
            person = self.people[number % len(self.people)]
            found.append(Shift(person, start, start + SHIFT, self.rotation_id))
            number, start = number + 1, start + SHIFT
        return found


def _without(shifts: list[Shift], start: datetime, end: datetime) -> list[Shift]:
    """Cut a window out of turns."""
    parts = (
        replace(shift, start=begin, end=until)
        for shift in shifts
        for begin, until in ((shift.start, min(shift.end, start)), (max(shift.start, end), shift.end))
    )
    return [part for part in parts if part.start < part.end]


@dataclass(frozen=True)
class Policy:
    """An escalation policy: for each level its targets, schedules or people named directly, by id."""

    id: str
    name: str
    levels: tuple[tuple[str, ...], ...]

    @staticmethod
    def delay(level: int) -> timedelta:
        """Return how long a level has before the next one is told."""
        return FIRST_DELAY if level == 1 else LATER_DELAY


@dataclass(frozen=True)
class OnCall:
    """One line of the on-call list; no shift means always."""

    user_id: str
    policy: Policy
    level: int
    schedule: Schedule | None = None
    shift: Shift | None = None


@dataclass
class Rota:
    """All schedules and policies."""

    schedules: dict[str, Schedule] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)

    def on_calls(self, policy: Policy, since: datetime, until: datetime) -> list[OnCall]:
        """List who is on call for a policy within a window."""
        found: list[OnCall] = []
        for level, targets in enumerate(policy.levels, start=1):
            for target in targets:
                schedule = self.schedules.get(target)
                shifts = schedule.shifts(since, until) if schedule else (None,)
                found += [
                    OnCall(shift.user_id if shift else target, policy, level, schedule, shift) for shift in shifts
                ]
        return found

    def line(self, policy: Policy, now: datetime, level: int = 1) -> list[str]:
        """Return the people whom an incident on this level of a policy is assigned to."""
        entries = self.on_calls(policy, now, now)
        return list(dict.fromkeys(entry.user_id for entry in entries if entry.level == level))
