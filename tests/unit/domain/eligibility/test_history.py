"""The answers of an earlier emergency are history; what a person decided lasts."""

from datetime import datetime, timedelta

import pytest

from backend.domain.eligibility.history import (
    Decision,
    PastAssessment,
    VerdictOverride,
    present_assessment,
    standing,
)
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def assessed(at: datetime, override: VerdictOverride | None = None) -> PastAssessment:
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


EXCEPTION, NONE = VerdictOverride("exception", "An audit."), VerdictOverride("not_emergency", "A test system.")


def said(
    age: float, override: VerdictOverride | None = None, *, by: str = "Ada", manager: bool = False
) -> PastAssessment:
    return PastAssessment(NOW - hours(age), by, {"production": "yes"}, override, manager)


def test_the_last_decision_of_an_earlier_emergency_is_shown_and_does_not_hold(handbook: Handbook) -> None:
    found = standing([said(900, NONE), said(990, EXCEPTION)], [], handbook, NOW)
    assert found.decision == Decision("not_emergency", "Ada", "A test system.", NOW - hours(900))
    assert found.record is None
    assert found.holds is None
    assert standing([], [], handbook, NOW).decision is None


def test_a_managers_newer_judgement_takes_an_older_override_away(handbook: Handbook) -> None:
    zoe, bob = said(2, NONE, by="Zoë", manager=True), said(1, by="Bob", manager=True)
    found = standing([bob, zoe], [], handbook, NOW)
    assert found.record == bob
    assert found.holds is None
    assert found.decision is None
    again = standing([bob, zoe, said(0.5, EXCEPTION, by="Zoë", manager=True)], [], handbook, NOW)
    assert again.holds == Decision("exception", "Zoë", "An audit.", NOW - hours(0.5))


def test_an_agents_override_is_a_hint_beside_what_a_manager_recorded(handbook: Handbook) -> None:
    manager, agent = said(2, manager=True), said(1, NONE, by="Jo")
    found = standing([agent, manager], [], handbook, NOW)
    assert found.record == manager
    assert found.holds is None
    assert found.hint == Decision("not_emergency", "Jo", "A test system.", NOW - hours(1))
    # What a manager recorded after it has heard it.
    assert standing([agent, said(0, manager=True)], [], handbook, NOW).hint is None


def test_where_no_manager_spoke_the_newest_of_everybody_counts(handbook: Handbook) -> None:
    found = standing([said(2), said(1, EXCEPTION, by="Jo")], [], handbook, NOW)
    assert found.holds == Decision("exception", "Jo", "An audit.", NOW - hours(1))
    earlier = said(40, NONE, manager=True)
    assert standing([earlier, said(1, EXCEPTION, by="Jo")], [], handbook, NOW).holds == found.holds


def test_a_decision_ends_with_the_page_it_was_made_for(handbook: Handbook) -> None:
    ended = [page(NOW - hours(6), NOW - hours(1))]
    assert standing([said(5, EXCEPTION, manager=True)], ended, handbook, NOW).holds is None


def test_of_several_hints_the_newest_is_shown_and_none_as_old_as_the_record(handbook: Handbook) -> None:
    manager, first, last = said(3, manager=True), said(2, EXCEPTION, by="Jo"), said(1, NONE, by="Li")
    for order in ([manager, first, last], [last, first, manager]):
        found = standing(order, [], handbook, NOW)
        assert found.hint == Decision("not_emergency", "Li", "A test system.", NOW - hours(1))
    assert standing([manager, said(3, NONE, by="Jo")], [], handbook, NOW).hint is None


def test_what_is_recorded_as_a_page_ends_is_of_that_emergency_no_more(handbook: Handbook) -> None:
    ended = [page(NOW - hours(6), NOW - hours(1))]
    assert standing([said(1, EXCEPTION)], ended, handbook, NOW).holds is not None
