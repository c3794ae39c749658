"""The past, week by week."""

from datetime import date, timedelta

import pytest

from backend.domain.shift.trends import (
    Assessed,
    by_label,
    by_outcome,
    by_override,
    by_urgency,
    by_verdict,
    monday,
    to_resolve,
    weeks_until,
)
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, at, incident, issue

WEEKS = weeks_until(NOW, 3)
LABEL = "Escalation::License-Issue"


def test_weeks_are_mondays_the_running_one_last() -> None:
    assert WEEKS[-1] == monday(NOW)
    assert [week.weekday() for week in WEEKS] == [0, 0, 0]
    assert WEEKS[1] - WEEKS[0] == timedelta(days=7)
    assert monday(NOW) <= NOW.date() < monday(NOW) + timedelta(days=7)
    assert isinstance(WEEKS[0], date)


def test_stars_are_counted_by_label_urgency_and_outcome(handbook: Handbook) -> None:
    last_week = NOW - timedelta(days=7)
    stars = [
        issue(iid=1, created_at=NOW, description="Urgency: Urgent"),
        issue(iid=2, created_at=last_week, labels=frozenset({LABEL, "unstarred"}), closed=True),
        issue(iid=3, created_at=last_week, closed=True),
    ]
    assert by_label(stars, handbook, WEEKS) == {LABEL: [0, 1, 0], "none": [0, 1, 1]}
    assert by_urgency(stars, handbook, WEEKS) == {"urgent": [0, 0, 1], "none": [0, 2, 0]}
    assert by_outcome(stars, handbook, WEEKS) == {"resolved": [0, 1, 0], "unstarred": [0, 1, 0], "open": [0, 0, 1]}


def test_the_time_to_resolve_is_the_median_and_none_where_nothing_ended() -> None:
    ended = [
        issue(iid=n, created_at=NOW, closed=True, closed_at=NOW + timedelta(minutes=minutes))
        for n, minutes in ((1, 10), (2, 30), (3, 500))
    ]
    assert to_resolve([*ended, issue(iid=4, created_at=NOW)], WEEKS) == {"median": [None, None, 30]}


def test_an_emergency_counts_by_the_last_verdict_and_a_persons_own_wins(handbook: Handbook) -> None:
    pages = [incident("1234", created_at=NOW), incident("99", created_at=NOW)]
    said = [
        Assessed(1234, NOW - timedelta(hours=1), "needs_info", None),
        Assessed(1234, NOW, "not_emergency", "exception"),
    ]
    assert by_verdict(pages, said, handbook, WEEKS) == {"exception": [0, 0, 1], "none": [0, 0, 1]}
    assert by_override(pages, said, handbook, WEEKS) == {"overridden": [0, 0, 1], "none": [0, 0, 1]}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-03-02T00:00:00Z", date(2026, 3, 2), id="its-first-second"),
        pytest.param("2026-03-08T23:59:59Z", date(2026, 3, 2), id="its-last-second"),
        pytest.param("2026-03-08T23:30:00-05:00", date(2026, 3, 9), id="already-the-next-one-in-utc"),
        pytest.param("2026-03-02T00:30:00+01:00", date(2026, 2, 23), id="still-the-one-before-in-utc"),
    ],
)
def test_a_week_begins_on_monday_in_utc(moment: str, expected: date) -> None:
    assert monday(at(moment)) == expected


def test_the_weeks_are_listed_oldest_first() -> None:
    assert weeks_until(NOW, 3) == (date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2))
    assert weeks_until(NOW, 1) == (date(2026, 3, 2),)
    assert weeks_until(NOW, 0) == ()


def test_lines_stand_in_the_handbooks_order_and_others_behind_them(handbook: Handbook) -> None:
    urgent = frozenset({"star_urgency::urgent"})
    stars = [
        issue(iid=1, closed=True, moved_to_id=9),
        issue(iid=2),
        issue(iid=3, closed=True, labels=frozenset({"unstarred"})),
        issue(iid=4, closed=True, assignee="ada", labels=urgent),
    ]
    assert list(by_outcome(stars, handbook, WEEKS)) == ["resolved", "unstarred", "open", "moved"]
    assert list(by_urgency(stars, handbook, WEEKS)) == ["urgent", "none"]
    pages = [incident(str(n), number=n) for n in (1, 2, 3)]
    said = [
        Assessed(2, NOW, "emergency", "exception"),
        Assessed(3, NOW, "emergency", None),
        Assessed(1, NOW, None, None),
    ]
    assert list(by_override(pages, said, handbook, WEEKS).items()) == [
        ("as_judged", [0, 0, 1]),
        ("overridden", [0, 0, 1]),
        ("none", [0, 0, 1]),
    ]
    verdicts = by_verdict(pages, said, handbook, WEEKS)
    assert verdicts == {"emergency": [0, 0, 1], "exception": [0, 0, 1], "none": [0, 0, 1]}
    assert list(verdicts) == [*(one for one in handbook.emergency.verdicts if one in verdicts), "none"]


def test_what_was_closed_without_a_time_is_not_measured() -> None:
    untold = issue(iid=1, closed=True)
    opened_again = issue(iid=2, closed_at=NOW + timedelta(minutes=5))
    assert to_resolve([untold, opened_again], WEEKS) == {"median": [None, None, None]}
