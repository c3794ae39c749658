"""Two systems' clocks may differ by two minutes."""

from datetime import timedelta

import pytest

from backend.domain.clock import lies_ahead
from tests.unit.domain.makers import NOW


@pytest.mark.parametrize(("seconds", "ahead"), [(-60, False), (0, False), (120, False), (121, True)])
def test_a_time_lies_ahead_past_what_clocks_may_differ(seconds: int, ahead: bool) -> None:
    assert lies_ahead(NOW + timedelta(seconds=seconds), NOW) is ahead
