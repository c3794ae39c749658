"""Cover for some hours: for whom somebody stands in, and what speaks against it, which a manager may go past."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.paging.on_call import OnCall
from backend.domain.paging.schedules import Override, schedule_name
from backend.handbook.model.handbook import Handbook

LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=7)
"""How far ahead cover is arranged: as far as the mirror sees the schedule."""
AGO = timedelta(minutes=15)
"""How long ago cover may begin: a form takes a while to fill in."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to stand in on a schedule, and when."""

    user_id: str
    name: str
    schedule_id: str
    start: datetime
    end: datetime

    def touches(self, start: datetime | None, end: datetime | None) -> bool:
        """Tell whether hours overlap."""
        return (start is None or start < self.end) and (end is None or end > self.start)


def unfit(start: datetime, end: datetime, now: datetime) -> str | None:
    """Say why nobody can stand in for these hours; None when somebody can."""
    if end <= start:
        return "cover must end after it begins"
    if end <= now:
        return "cover that has ended already changes nothing"
    if end - start > LONGEST:
        return "cover is for some hours: swap the shift in PagerDuty for more than a day"
    if start < now - AGO:
        return "cover cannot begin in the past"
    if end > now + FURTHEST:
        return "cover is arranged for the next seven days"
    return None


def hours(start: datetime, end: datetime) -> str:
    """Write a stretch of time in UTC."""
    return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"


def replaced(wish: Wish, turns: Iterable[OnCall]) -> tuple[str, ...]:
    """Name those for whom somebody stands in, in the order of their turns."""
    return tuple(dict.fromkeys(turn.name for turn in _touched(wish, turns) if turn.user_id != wish.user_id))


def speaks_against(
    wish: Wish, turns: Sequence[OnCall], standing: Iterable[Override], handbook: Handbook
) -> tuple[str, ...]:
    """Say what speaks against cover, a sentence each."""
    return (*_turns_against(wish, turns, handbook), *_overrides_against(wish, standing))


def _turns_against(wish: Wish, turns: Sequence[OnCall], handbook: Handbook) -> Iterator[str]:
    on_then, names = _touched(wish, turns), replaced(wish, turns)
    if not turns:
        yield "Who is on call then is not known here."
    elif not on_then:
        yield "Nobody is on the schedule then: there is nobody to stand in for."
    if len(names) > 1:
        yield f"The hours go over the turns of {' and '.join(names)}: all of them are replaced."
    own = [turn for turn in turns if turn.user_id == wish.user_id and wish.touches(turn.start, turn.end)]
    for schedule in dict.fromkeys(turn.schedule_id for turn in own):
        where = f" on {schedule_name(schedule, handbook)}" if schedule and schedule != wish.schedule_id else ""
        yield f"{wish.name} is on call in these hours anyway{where}."


def _overrides_against(wish: Wish, standing: Iterable[Override]) -> Iterator[str]:
    for override in standing:
        same = (override.user_id, override.start, override.end) == (wish.user_id, wish.start, wish.end)
        if override.schedule_id == wish.schedule_id and wish.touches(override.start, override.end) and not same:
            yield f"{override.name or 'Somebody'} stands in already, {hours(override.start, override.end)}."


def _touched(wish: Wish, turns: Iterable[OnCall]) -> list[OnCall]:
    """List the turns on the schedule in these hours; the same one may be listed twice."""
    return [turn for turn in turns if turn.schedule_id == wish.schedule_id and wish.touches(turn.start, turn.end)]
