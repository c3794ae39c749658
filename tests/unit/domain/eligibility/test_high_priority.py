"""Who does what about something that may become an emergency."""

import pytest

from backend.domain.eligibility.high_priority import who_does_what
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import at


@pytest.mark.parametrize(
    ("now", "present"),
    [
        pytest.param("2026-03-04T18:00Z", "During support hours", id="wednesday"),
        pytest.param("2026-03-07T00:59Z", "During support hours", id="friday-16:59-pacific"),
        pytest.param("2026-03-07T01:00Z", "Outside support hours", id="friday-17:00-pacific"),
        pytest.param("2026-03-08T21:59Z", "Outside support hours", id="sunday-14:59-pacific-summer-time"),
        pytest.param("2026-03-08T22:00Z", "During support hours", id="sunday-15:00-pacific-summer-time"),
    ],
)
def test_both_are_shown_and_one_is_now(now: str, present: str, handbook: Handbook) -> None:
    found = who_does_what(handbook, at(now))
    assert [one.title for one in found] == ["During support hours", "Outside support hours"]
    assert [one.title for one in found if one.now] == [present]
    assert "manager on call finds an engineer" in found[0].text
    assert "engineer on call takes it" in found[1].text


def test_words_and_hours_are_data(changed: Changed) -> None:
    handbook = changed("emergency: {high_priority: {hours: emea, in_hours: {text: Ring the bell.}}}")
    in_hours, other = who_does_what(handbook, at("2026-03-04T18:00Z"))
    assert (in_hours.text, in_hours.now, other.now) == ("Ring the bell.", False, True)


@pytest.mark.parametrize(
    ("now", "present"),
    [("2026-03-04T18:00Z", "During support hours"), ("2026-03-05T02:00Z", "Outside the hours of the plan")],
)
def test_a_plan_for_business_hours_wakes_nobody_outside_them(now: str, present: str, handbook: Handbook) -> None:
    found = who_does_what(handbook, at(now), limited=True)
    assert [one.title for one in found if one.now] == [present]
    assert not any("engineer on call" in one.text for one in found)
