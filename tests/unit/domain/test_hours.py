"""Opening hours and weekday arithmetic, at their boundaries and across daylight saving."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.hours import add_open_minutes, add_weekday_hours, is_open, next_open, opens_today
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.weekly import Schedule

from .makers import at

LA, BERLIN = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/Berlin")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def local(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        pytest.param("2026-03-01T14:59:59", False, id="sunday-before"),
        pytest.param("2026-03-01T15:00", True, id="sunday-opens"),
        pytest.param("2026-03-04T03:00", True, id="night-in-the-week"),
        pytest.param("2026-03-06T16:59:59", True, id="friday-before"),
        pytest.param("2026-03-06T17:00", False, id="friday-closes"),
        pytest.param("2026-03-07T12:00", False, id="saturday"),
        pytest.param("2026-03-08T15:00", True, id="opens-on-the-day-summer-time-begins"),
        pytest.param("2026-03-08T14:59", False, id="closed-before-on-that-day"),
        pytest.param("2026-11-01T15:00", True, id="opens-on-the-day-summer-time-ends"),
        pytest.param("2026-11-01T14:59", False, id="closed-before-on-that-day-too"),
    ],
)
def test_global_support_hours(when: str, expected: bool, handbook: Handbook) -> None:
    assert is_open(handbook.hours.schedules["global_support"], local(when, LA)) is expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        pytest.param("2026-03-06T04:59:59", False, id="before"),
        pytest.param("2026-03-06T05:00", True, id="opens"),
        pytest.param("2026-03-06T16:59", True, id="last-minute"),
        pytest.param("2026-03-06T17:00", False, id="closes"),
        pytest.param("2026-03-07T12:00", False, id="saturday"),
    ],
)
def test_us_government_hours(when: str, expected: bool, handbook: Handbook) -> None:
    assert is_open(handbook.hours.schedules["us_government"], local(when, LA)) is expected


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param("2026-03-07T12:00Z", "2026-03-08T22:00Z", id="summer-time-begins-that-sunday"),
        pytest.param("2026-10-31T12:00Z", "2026-11-01T23:00Z", id="summer-time-ends-that-sunday"),
        pytest.param("2026-03-04T12:00Z", "2026-03-04T12:00Z", id="open-now"),
    ],
)
def test_next_open(now: str, opens: str, handbook: Handbook) -> None:
    assert next_open(handbook.hours.schedules["global_support"], at(now)) == at(opens)


def test_next_open_is_next_week_once_this_week_is_over(handbook: Handbook) -> None:
    apac = handbook.hours.schedules["apac_weekend"]
    assert next_open(apac, at("2026-03-08T11:00Z")) == at("2026-03-13T23:00Z")


def test_a_schedule_without_hours_never_opens() -> None:
    never = Schedule(name="Never", zone=LA, open=())
    assert next_open(never, at("2026-03-04T12:00Z")) is None


@given(
    now=MOMENTS,
    key=st.sampled_from(["global_support", "amer", "emea", "apac", "us_government", "apac_weekend"]),
)
def test_it_is_open_when_it_opens_and_closed_just_before(now: datetime, key: str, handbook: Handbook) -> None:
    schedule = handbook.hours.schedules[key]
    opens = next_open(schedule, now)
    assert opens is not None
    assert now <= opens <= now + timedelta(days=7)
    assert is_open(schedule, opens)
    assert opens == now or not is_open(schedule, opens - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        pytest.param("2026-03-02T09:00", "2026-03-04T09:00", id="monday"),
        pytest.param("2026-03-03T09:00", "2026-03-05T09:00", id="tuesday"),
        pytest.param("2026-03-04T09:00", "2026-03-06T09:00", id="wednesday"),
        pytest.param("2026-03-05T15:00", "2026-03-09T15:00", id="thursday"),
        pytest.param("2026-03-06T09:00", "2026-03-10T09:00", id="friday"),
        pytest.param("2026-03-07T00:00", "2026-03-11T00:00", id="saturday-start"),
        pytest.param("2026-03-07T13:00", "2026-03-11T00:00", id="saturday"),
        pytest.param("2026-03-08T23:59", "2026-03-11T00:00", id="sunday-end"),
        pytest.param("2026-03-09T00:00", "2026-03-11T00:00", id="monday-start"),
        pytest.param("2026-03-05T00:00", "2026-03-07T00:00", id="friday-24-stays-saturday-0"),
        pytest.param("2026-03-05T00:01", "2026-03-09T00:01", id="a-minute-later-is-monday"),
        pytest.param("2026-03-06T23:59", "2026-03-10T23:59", id="friday-end"),
    ],
)
@pytest.mark.parametrize("zone", [ZoneInfo("UTC"), LA, BERLIN], ids=["utc", "los-angeles", "berlin"])
def test_48_weekday_hours(start: str, due: str, zone: ZoneInfo) -> None:
    # 2026-03-08 begins summer time in Los Angeles: weekends do not count, so the wall clock stays the same.
    assert add_weekday_hours(local(start, zone), 48, zone) == local(due, zone)


@pytest.mark.parametrize(
    ("zone", "start", "due"),
    [
        pytest.param(BERLIN, "2026-03-26T15:00", "2026-03-30T15:00", id="berlin-summer-time-begins"),
        pytest.param(BERLIN, "2026-10-23T09:00", "2026-10-27T09:00", id="berlin-summer-time-ends"),
        pytest.param(LA, "2026-03-06T09:00", "2026-03-10T09:00", id="los-angeles-summer-time-begins"),
        pytest.param(LA, "2026-10-29T15:00", "2026-11-02T15:00", id="los-angeles-summer-time-ends"),
        pytest.param(LA, "2026-10-31T13:00", "2026-11-04T00:00", id="los-angeles-from-the-saturday-before"),
    ],
)
def test_a_weekend_in_which_the_clocks_change_moves_no_deadline(zone: ZoneInfo, start: str, due: str) -> None:
    assert add_weekday_hours(local(start, zone), 48, zone) == local(due, zone)


def test_the_zone_decides_what_is_a_weekday() -> None:
    sunday_in_utc = at("2026-03-08T23:30Z")
    assert add_weekday_hours(sunday_in_utc, 48, ZoneInfo("UTC")) == at("2026-03-11T00:00Z")
    assert add_weekday_hours(sunday_in_utc, 48, ZoneInfo("Australia/Brisbane")) == at("2026-03-10T23:30Z")


@given(MOMENTS, st.sampled_from([ZoneInfo("UTC"), LA, BERLIN]))
def test_hours_add_up_and_never_end_inside_a_weekend(start: datetime, zone: ZoneInfo) -> None:
    due = add_weekday_hours(start, 48, zone)
    assert add_weekday_hours(add_weekday_hours(start, 20, zone), 28, zone) == due
    assert timedelta(hours=48) <= due - start <= timedelta(hours=48 + 49)
    assert due.utcoffset() == timedelta(0)
    assert (due - timedelta(microseconds=1)).astimezone(zone).weekday() < 5


@pytest.mark.parametrize(
    ("day", "hours", "opens"),
    [
        pytest.param(2, ["Mon-Fri 09:00-17:00"], True, id="a-working-day"),
        pytest.param(7, ["Mon-Fri 09:00-17:00"], False, id="a-saturday"),
        pytest.param(7, ["Mon-Fri 09:00-17:00", "Sat 23:00-24:00"], True, id="late-in-the-day"),
        pytest.param(7, ["Fri 22:00 to Sat 02:00"], True, id="over-midnight"),
        pytest.param(8, ["Sat 22:00 to Sun 00:00"], False, id="until-midnight"),
    ],
)
def test_whether_it_opens_at_any_time_of_a_day(day: int, hours: list[str], opens: bool) -> None:
    schedule = Schedule.model_validate({"name": "Theirs", "zone": "Europe/Amsterdam", "open": hours})
    for hour in (0, 12, 22):
        assert opens_today(schedule, datetime(2026, 3, day, hour, tzinfo=UTC)) is opens


@pytest.mark.parametrize(
    ("begun", "minutes", "due"),
    [
        pytest.param("2026-03-06T13:00", 240, "2026-03-06T17:00", id="ends-with-the-hours"),
        pytest.param("2026-03-06T13:01", 240, "2026-03-08T15:01", id="over-the-weekend-and-into-summer-time"),
        pytest.param("2026-03-07T12:00", 60, "2026-03-08T16:00", id="begun-while-closed"),
        pytest.param("2026-03-02T15:00", 7 * 24 * 60, "2026-03-11T13:00", id="longer-than-a-week-of-hours"),
    ],
)
def test_only_open_minutes_count(begun: str, minutes: int, due: str, handbook: Handbook) -> None:
    schedule = handbook.hours.schedules["global_support"]
    assert add_open_minutes(schedule, local(begun, LA), minutes) == local(due, LA)
