"""A manager is called at once where nobody else is about, ten minutes after the page otherwise."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.paging.identity import emergencies, incident_key, incident_tickets
from backend.domain.paging.manager_call import ManagerCallOffer, calls, manager_call, manager_call_offer, manager_page
from backend.domain.paging.plan import PagePlan
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import incident

WEDNESDAY, SATURDAY = datetime(2026, 3, 4, 18, tzinfo=UTC), datetime(2026, 3, 7, 18, tzinfo=UTC)
# Friday 16:30 in Los Angeles: Global Support is open, and in Brisbane the weekend has begun.
APAC_WEEKEND = datetime(2026, 3, 7, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "waited", "offered"),
    [
        pytest.param(WEDNESDAY, 9, False, id="weekday-before"),
        pytest.param(WEDNESDAY, 10, True, id="weekday-after"),
        pytest.param(SATURDAY, 0, True, id="weekend-at-once"),
        pytest.param(APAC_WEEKEND, 0, True, id="apac-weekend-at-once"),
    ],
)
def test_when_it_is_offered(handbook: Handbook, now: datetime, waited: int, offered: bool) -> None:
    page = incident(created_at=now - timedelta(minutes=waited))
    assert manager_call_offer([page], handbook, now).now == offered


def test_without_an_open_emergency_it_is_not_offered(handbook: Handbook) -> None:
    for incidents in ([], [incident(status="resolved")], [incident(key=incident_key(1234, "manager"))]):
        assert not manager_call_offer(incidents, handbook, SATURDAY).now


def test_a_title_is_one_line_and_has_an_end(handbook: Handbook) -> None:
    title = manager_page(handbook, 1234, f"They want\nyou now. {'x' * 2000}").title
    assert title.startswith("ZD#1234: They want you now.")
    assert len(title) < 300
    assert "\n" not in title


def test_a_call_is_this_tickets_and_no_emergency(handbook: Handbook) -> None:
    ours = incident("Anything", key=incident_key(1234, "manager"), service_id="PMOVED")
    by_hand = incident("ZD#1234: come", service_id="PTFI8XR", number=2)
    for one in (ours, by_hand):
        assert incident_tickets(one, handbook) == {1234}
        assert calls([one], handbook) == [one]
        assert emergencies([one], handbook) == []


def test_the_open_call_counts_before_a_newer_one_that_is_over(handbook: Handbook) -> None:
    old = incident(created_at=WEDNESDAY)
    over = incident(created_at=SATURDAY, status="resolved", number=2)
    assert manager_call([old, over]) == old
    assert manager_call([over]) == over
    assert manager_call([]) is None


def test_the_page_is_planned_whole(handbook: Handbook, changed: Changed) -> None:
    title = "ZD#7: Come"
    manual = (
        "Type /pd trigger in Slack, or choose New Incident in PagerDuty.",
        "Impacted Service: Support Managers",
        f"Title: {title}",
        "Leave everything else empty.",
    )
    assert manager_page(handbook, 7, "Come") == PagePlan("Support Managers", "PTFI8XR", "", None, title, manual, True)
    missing = changed("pagerduty: {services: {support_managers: {id: ''}}}")
    assert not manager_page(missing, 7, "Come").configured
    assert manager_page(handbook, 7, "x" * 200).title == f"ZD#7: {'x' * 200}"
    assert manager_page(handbook, 7, "x" * 201).title == f"ZD#7: {'x' * 199}…"


@pytest.mark.parametrize(
    ("minutes", "now", "offer"),
    [
        pytest.param(
            9,
            WEDNESDAY,
            ManagerCallOffer(False, "In support hours, call the manager 10 minutes after the page."),
            id="soon",
        ),
        pytest.param(10, WEDNESDAY, ManagerCallOffer(True, "The emergency has been open for 10 minutes."), id="due"),
        pytest.param(55, WEDNESDAY, ManagerCallOffer(True, "The emergency has been open for 55 minutes."), id="long"),
        pytest.param(
            0,
            SATURDAY,
            ManagerCallOffer(True, "Outside the support hours the manager is called at once."),
            id="weekend",
        ),
    ],
)
def test_an_offer_says_why(minutes: int, now: datetime, offer: ManagerCallOffer, handbook: Handbook) -> None:
    page = incident(created_at=now - timedelta(minutes=minutes))
    assert manager_call_offer([page], handbook, now) == offer


def test_the_oldest_open_emergency_is_what_the_manager_is_called_for(handbook: Handbook) -> None:
    over = incident(status="resolved", created_at=WEDNESDAY - timedelta(hours=2))
    new = incident(created_at=WEDNESDAY, number=2)
    assert not manager_call_offer([over, new], handbook, WEDNESDAY).now
    none = ManagerCallOffer(False, "No emergency is open on this ticket.")
    assert manager_call_offer([over], handbook, WEDNESDAY) == none


def test_of_several_open_calls_the_newest_counts() -> None:
    first, second = incident(created_at=WEDNESDAY), incident(created_at=SATURDAY, number=2)
    assert manager_call([first, second]) == second
    over = [incident(created_at=at, status="resolved", number=n) for n, at in ((3, WEDNESDAY), (4, SATURDAY))]
    assert manager_call(over) == over[1]
