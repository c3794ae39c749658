"""Opening hours and weekday clocks, right across daylight saving."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from backend.handbook.model.weekly import DAY, WEEK, Schedule

_MINUTE = timedelta(minutes=1)
_SATURDAY = 5


def is_open(schedule: Schedule, now: datetime) -> bool:
    """Tell whether the wall clock of the schedule's zone is within its hours; the closing minute is out."""
    wall = now.astimezone(schedule.zone).replace(tzinfo=None)
    minute = (wall - _midnight(_monday(wall))) / _MINUTE
    return any((minute - start) % WEEK < length for start, length in schedule.weekly)


def opens_today(schedule: Schedule, now: datetime) -> bool:
    """Tell whether it is open at any time of the present day in the schedule's zone."""
    day = now.astimezone(schedule.zone).weekday() * DAY
    return any((start - day) % WEEK < DAY or (day - start) % WEEK < length for start, length in schedule.weekly)


def next_open(schedule: Schedule, now: datetime) -> datetime | None:
    """Find when it opens next, in UTC: `now` itself when it is open, None when it never opens."""
    if is_open(schedule, now):
        return now
    monday = _monday(now.astimezone(schedule.zone))
    openings = (
        _at(monday + timedelta(weeks=week), start, schedule.zone) for start, _ in schedule.weekly for week in (0, 1)
    )
    return min((opening for opening in openings if opening > now), default=None)


def add_open_minutes(schedule: Schedule, now: datetime, minutes: int) -> datetime | None:
    """Add minutes of which only those within the hours count, in UTC; None when it never opens.

    What ends with the hours is due at their end.
    """
    at, left = now.astimezone(UTC), timedelta(minutes=minutes)
    while (opens := next_open(schedule, at)) is not None:
        closes = _next_close(schedule, opens)
        if left <= closes - opens:
            return opens + left
        at, left = closes, left - (closes - opens)
    return None


def _next_close(schedule: Schedule, now: datetime) -> datetime:
    """Find when it closes next, in UTC; with hours that touch, the end of the first."""
    monday = _monday(now.astimezone(schedule.zone))
    closings = (
        _at(monday + timedelta(weeks=week), start + length, schedule.zone)
        for start, length in schedule.weekly
        for week in (-1, 0, 1)
    )
    return min(closing for closing in closings if closing > now)


def add_weekday_hours(start: datetime, hours: int, zone: tzinfo) -> datetime:
    """Add hours of which only Monday to Friday of the zone count; answers in UTC.

    A deadline at the end of Friday stays Saturday 00:00.
    """
    at, left = start.astimezone(UTC), timedelta(hours=hours)
    while True:
        today = at.astimezone(zone).date()
        tomorrow = _at(today + timedelta(days=1), 0, zone)
        if today.weekday() < _SATURDAY:
            if left <= tomorrow - at:
                return at + left
            left -= tomorrow - at
        at = tomorrow


def _monday(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    """Read `minutes` of wall clock after a day's midnight as a moment in UTC."""
    wall = _midnight(day) + timedelta(days=minutes // DAY, minutes=minutes % DAY)
    return wall.replace(tzinfo=zone).astimezone(UTC)
