"""A vendor's clock and ours: told by the Date of its answers, and by nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.vendors.clocks import apart, clock_of

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
DATED = {"Date": "Wed, 04 Mar 2026 09:00:00 GMT"}


@pytest.mark.parametrize("headers", [DATED, {"Date": "Wed, 04 Mar 2026 08:50:00 GMT", "Age": "600"}])
def test_an_answer_tells_the_time_at_which_it_was_given(headers: dict[str, str]) -> None:
    assert clock_of(headers) == NOW


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Date": "yesterday"},
        {"Date": ""},
        {"Date": "Fri, 31 Dec 9999 23:59:59 GMT", "Age": "600"},
        DATED | {"Age": "old"},
    ],
)
def test_what_is_no_date_tells_nothing(headers: dict[str, str]) -> None:
    assert clock_of(headers) is None


@pytest.mark.parametrize("seconds", [-120, 0, 120])
def test_clocks_differ_by_a_little(seconds: int) -> None:
    assert apart(NOW + timedelta(seconds=seconds), NOW) is None


@pytest.mark.parametrize(("minutes", "theirs"), [(-60, "08:00"), (3, "09:03")])
def test_clocks_that_are_apart_are_both_told(minutes: int, theirs: str) -> None:
    told = apart(NOW + timedelta(minutes=minutes), NOW)
    assert told == f"says that it is 2026-03-04T{theirs}:00Z, the clock here 2026-03-04T09:00:00Z"
