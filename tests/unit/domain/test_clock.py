"""Two systems' clocks may differ by two minutes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.domain.clock import iso, lies_ahead
from tests.unit.domain.makers import NOW


@pytest.mark.parametrize(("seconds", "ahead"), [(-60, False), (0, False), (120, False), (121, True)])
def test_a_time_lies_ahead_past_what_clocks_may_differ(seconds: int, ahead: bool) -> None:
    assert lies_ahead(NOW + timedelta(seconds=seconds), NOW) is ahead


def test_a_time_is_written_in_utc_to_the_second() -> None:
    berlin = datetime(2026, 3, 4, 19, 0, 7, 999999, tzinfo=ZoneInfo("Europe/Berlin"))
    assert iso(berlin) == "2026-03-04T18:00:07Z"
