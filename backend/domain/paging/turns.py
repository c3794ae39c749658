"""Whose turn it is, until when, and who is on call after it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.paging.accounts import Accounts
from backend.domain.paging.on_call import OnCall, OnCallRole, on_duty


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
        return ", ".join(entry.name for entry in self.following) or None

    @property
    def next_id(self) -> str | None:
        """Give the PagerDuty user who follows; None where several do."""
        return self.following[0].user_id if len(self.following) == 1 else None


def turns_now(entries: Iterable[OnCall], role: OnCallRole, now: datetime) -> list[Turn]:
    """List all who are on call now, once each: names repeat, and several policies list one schedule."""
    known = [entry for entry in entries if entry.role == role]
    people: dict[str, Turn] = {}
    for entry in known:
        if on_duty(entry, now) and _person(entry) not in people:
            people[_person(entry)] = _turn(entry, known, now)
    return list(people.values())


def _turn(current: OnCall, known: Sequence[OnCall], now: datetime) -> Turn:
    own = {_person(current)}
    until = _end(own, known, now)
    return Turn(current.user_id, current.name, until, current.email, _after(own, known, until))


def shift_receivers(entries: Iterable[OnCall], writer: Accounts, now: datetime) -> tuple[OnCall, ...]:
    """Tell to whom a manager hands the shift: all who are on right after their turn, on any of the managers' schedules.

    To a manager whose turn is over, that is who is on now. Nobody, where it does not show whether the turn goes on.
    """
    known = [entry for entry in entries if entry.role == "manager"]
    own = {_person(entry) for entry in known if writer.has(entry)}
    until = _end(own, known, now)
    if until == now and not all(writer.can_tell(entry) for entry in known if on_duty(entry, now)):
        return ()
    return _after(own, known, until)


def _end(own: Collection[str], known: Iterable[OnCall], now: datetime) -> datetime | None:
    """Tell when one person's turn ends; a turn may be cut in pieces. It is now when they are not on."""
    end, theirs = now, (entry for entry in known if _person(entry) in own)
    for entry in sorted(theirs, key=lambda entry: (entry.start is not None, entry.start or now)):
        if entry.start is None or entry.start <= end:
            if entry.end is None:
                return None
            end = max(end, entry.end)
    return end


def _after(own: Collection[str], known: Iterable[OnCall], end: datetime | None) -> tuple[OnCall, ...]:
    """List who is on when a turn ends, once each; in a gap, who comes first after it."""
    if end is None:
        return ()
    others = [entry for entry in known if _person(entry) not in own]
    found = [entry for entry in others if on_duty(entry, end)]
    if not found:
        first = min((entry.start for entry in others if entry.start and entry.start > end), default=None)
        found = [entry for entry in others if first and entry.start == first]
    return tuple({_person(entry): entry for entry in reversed(found)}.values())[::-1]


def _person(entry: OnCall) -> str:
    return entry.user_id or entry.name
