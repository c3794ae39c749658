"""The past, week by week."""

from datetime import date, timedelta

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
from tests.unit.domain.makers import NOW, incident, issue

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
