"""Weekly opening hours, written as `Mon-Fri 05:00-17:00` or `Sun 15:00 to Fri 17:00`."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from backend.handbook.model.scalars import Section, Text, Zone

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = 24 * 60
WEEK = 7 * DAY

_DAY = "(" + "|".join(DAYS) + ")"
_CLOCK = r"([01][0-9]|2[0-4]):([0-5][0-9])"
_DAILY = re.compile(rf"{_DAY}(?:-{_DAY})? {_CLOCK}-{_CLOCK}")
_THROUGH = re.compile(rf"{_DAY} {_CLOCK} to {_DAY} {_CLOCK}")

Interval = tuple[int, int]
"""Start and length in minutes, the start counted from Monday 00:00 on the wall clock of the zone."""


def _minutes(hours: str, minutes: str) -> int:
    total = int(hours) * 60 + int(minutes)
    if total > DAY:
        raise ValueError(f"{hours}:{minutes} is later than 24:00")
    return total


def _daily(match: re.Match[str]) -> list[Interval]:
    first, last = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
    start, end = _minutes(match[3], match[4]), _minutes(match[5], match[6])
    if start >= end:
        raise ValueError("closes before it opens; across midnight write 'Mon 22:00 to Tue 06:00'")
    days = range(first, first + (last - first) % 7 + 1)
    return [(day % 7 * DAY + start, end - start) for day in days]


def _through(match: re.Match[str]) -> list[Interval]:
    start = (DAYS.index(match[1]) * DAY + _minutes(match[2], match[3])) % WEEK
    end = (DAYS.index(match[4]) * DAY + _minutes(match[5], match[6])) % WEEK
    return [(start, (end - start) % WEEK or WEEK)]


def intervals(text: object) -> tuple[Interval, ...]:
    """Read one line of opening hours; raise ValueError with the two forms that are understood."""
    if isinstance(text, str):
        if daily := _DAILY.fullmatch(text):
            return tuple(_daily(daily))
        if through := _THROUGH.fullmatch(text):
            return tuple(_through(through))
    raise ValueError(f"{text!r} is not like 'Mon-Fri 05:00-17:00' or 'Sun 15:00 to Fri 17:00'")


Hours = Annotated[tuple[Interval, ...], BeforeValidator(intervals)]


class Schedule(Section):
    """Hours in one time zone; each line of `open` stands for one or more intervals."""

    name: Text
    zone: Zone
    open: tuple[Hours, ...]

    @property
    def weekly(self) -> tuple[Interval, ...]:
        """List every interval of the week."""
        return tuple(interval for line in self.open for interval in line)
