"""Opening hours as people write them."""

import pytest

from backend.handbook.model.weekly import DAY, WEEK, intervals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Mon 05:00-17:00", ((300, 720),), id="one-day"),
        pytest.param("Sat-Sun 09:00-21:00", ((5 * DAY + 540, 720), (6 * DAY + 540, 720)), id="weekend"),
        pytest.param("Sun-Mon 00:00-24:00", ((6 * DAY, DAY), (0, DAY)), id="days-around-the-week"),
        pytest.param("Sun 15:00 to Fri 17:00", ((6 * DAY + 900, 5 * DAY + 120),), id="around-the-week"),
        pytest.param("Mon 22:00 to Tue 06:00", ((1320, 480),), id="across-midnight"),
        pytest.param("Mon 00:00 to Mon 00:00", ((0, WEEK),), id="always"),
        pytest.param("Sun 12:00 to Sun 24:00", ((6 * DAY + 720, 720),), id="to-the-end-of-the-week"),
    ],
)
def test_reads(text: str, expected: object) -> None:
    assert intervals(text) == expected


@pytest.mark.parametrize(
    "text", ["Mon 5-17", "Mo 05:00-17:00", "Mon 05:00-25:00", "Mon 17:00-05:00", "Mon 24:30-24:40", "", 17]
)
def test_refuses(text: object) -> None:
    with pytest.raises(ValueError, match=r"Mon|later|opens|is not like"):
        intervals(text)
