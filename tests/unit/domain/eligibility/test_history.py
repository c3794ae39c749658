"""The answers of an earlier emergency are history; what a person decided lasts."""

from datetime import datetime, timedelta

import pytest

from backend.domain.eligibility.history import (
    Decision,
    Override,
    PastAssessment,
    last_decision,
    present_assessment,
)
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def assessed(at: datetime, override: Override | None = None) -> PastAssessment:
    return PastAssessment(at, "Ada", {"production": "yes"}, override)


def page(opened: datetime, resolved: datetime | None = None) -> Incident:
    return incident(status="resolved" if resolved else "triggered", created_at=opened, resolved_at=resolved)


@pytest.mark.parametrize(
    ("age", "pages", "counts"),
    [
        pytest.param(0, [], True, id="just-now"),
        pytest.param(24, [], True, id="a-day"),
        pytest.param(24.1, [], False, id="more-than-a-day"),
        pytest.param(40, [page(NOW - hours(39))], True, id="its-page-is-still-open"),
        pytest.param(70, [page(NOW - hours(39))], False, id="made-long-before-the-open-page"),
        pytest.param(5, [page(NOW - hours(6), NOW - hours(1))], False, id="its-page-was-resolved"),
        pytest.param(1, [page(NOW - hours(6), NOW - hours(2))], True, id="made-after-the-last-page-ended"),
    ],
)
def test_answers_count_for_the_emergency_they_were_given_for(
    age: float, pages: list[Incident], counts: bool, handbook: Handbook
) -> None:
    last = assessed(NOW - hours(age))
    earlier = assessed(NOW - hours(age + 1))
    assert present_assessment([earlier, last], pages, handbook, NOW) == (last if counts else None)


def test_without_an_assessment_there_is_none(handbook: Handbook) -> None:
    assert present_assessment([], [], handbook, NOW) is None


def test_the_last_decision_of_a_person_lasts() -> None:
    old, new = Override("emergency", "It is one."), Override("not_emergency", "A test system.")
    known = [assessed(NOW - hours(900), new), assessed(NOW - hours(990), old), assessed(NOW)]
    assert last_decision(known) == Decision("not_emergency", "Ada", "A test system.", NOW - hours(900))
    assert last_decision([assessed(NOW)]) is None
