"""A ticket's pages are its own incidents and those they were merged into."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.domain.paging.identity import incident_key
from backend.domain.paging.incident import Incident, IncidentStatus, MergedInto
from backend.domain.paging.pages import Pages, emergency_pages, the_page, tickets_paged
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident

OURS = incident(
    "Renamed", "resolved", key=incident_key(7, "emergency"), number=1, merged_into=MergedInto("Q2"), service_id="PX"
)
BETWEEN = incident("Both are down", "resolved", number=2, service_id="PX", merged_into=MergedInto("Q3"))
TARGET = incident("Down", number=3, service_id="PX")
ALL = [OURS, BETWEEN, TARGET]


def test_what_it_was_merged_into_counts_as_its_page(handbook: Handbook) -> None:
    assert tickets_paged(TARGET, ALL, handbook) == {7}
    assert emergency_pages(ALL, handbook) == ALL
    assert Pages(ALL, handbook).others_open(7) == []
    assert Pages(ALL, handbook).others_open(8) == [TARGET]
    assert emergency_pages([TARGET], handbook) == []


def test_what_nobody_has_taken_comes_first_then_what_waits_longest(handbook: Handbook) -> None:
    def opened(number: int, status: IncidentStatus, minutes: int) -> Incident:
        return incident(str(number), status, number=number, created_at=NOW - timedelta(minutes=minutes))

    taken, waiting, longer = opened(10, "acknowledged", 90), opened(11, "triggered", 5), opened(12, "triggered", 50)
    assert Pages([taken, waiting, longer], handbook).others_open(7) == [longer, waiting, taken]


def test_a_circle_of_merges_ends(handbook: Handbook) -> None:
    circle = [
        incident("7", "resolved", number=1, merged_into=MergedInto("Q2")),
        incident("8", "resolved", number=2, merged_into=MergedInto("Q1")),
    ]
    assert tickets_paged(circle[0], circle, handbook) == {7, 8}


@pytest.mark.parametrize(
    ("statuses", "number"),
    [
        pytest.param(["resolved", "triggered", "triggered"], 2, id="the-first-open-one"),
        pytest.param(["resolved", "acknowledged", "triggered"], 3, id="the-one-that-nobody-has-taken"),
        pytest.param(["resolved", "resolved"], 2, id="the-latest"),
        pytest.param([], None, id="none"),
    ],
)
def test_the_page_that_matters(statuses: list[IncidentStatus], number: int | None) -> None:
    pages = [
        incident("7", status, number=place, created_at=NOW + timedelta(minutes=place))
        for place, status in enumerate(statuses, start=1)
    ]
    found = the_page(pages)
    assert (found.number if found else None) == number


def test_a_merged_page_gives_way_to_its_target_open_or_not() -> None:
    ended = incident("Down", "resolved", number=2, service_id="PX")
    merged = incident("7", "resolved", number=3, merged_into=MergedInto("Q2"))
    assert the_page([ended, merged]) == ended
    assert the_page([merged]) == merged


def test_what_was_merged_into_an_unknown_one_is_the_page_when_it_is_the_latest() -> None:
    ended = incident("7", "resolved", number=2, created_at=NOW)
    merged = incident("7", "resolved", number=3, merged_into=MergedInto("Q9"), created_at=NOW + timedelta(minutes=1))
    assert the_page([merged, ended]) == merged
    assert the_page([replace(merged, created_at=NOW - timedelta(minutes=1)), ended]) == ended


def test_of_pages_that_were_merged_into_each_other_the_latest_is_the_page() -> None:
    circle = [
        incident("7", "resolved", number=1, merged_into=MergedInto("Q2"), created_at=NOW + timedelta(minutes=1)),
        incident("7", "resolved", number=2, merged_into=MergedInto("Q1"), created_at=NOW),
    ]
    assert the_page(circle) == circle[0]


def test_the_latest_is_told_by_its_time_and_not_by_its_place() -> None:
    late, early = (incident("7", "resolved", created_at=NOW + timedelta(minutes=minutes)) for minutes in (5, 1))
    assert the_page([late, early]) == the_page([early, late]) == late


@pytest.mark.parametrize("later", ["last_status_change_at", "updated_at", "reopened_at"])
def test_the_later_reading_counts_whatever_its_status(later: str) -> None:
    changed: dict[str, Any] = {later: NOW + timedelta(minutes=6)}
    ended, again = incident(status="resolved", resolved_at=NOW + timedelta(minutes=5)), incident(**changed)
    assert ended.is_older_than(again)
    assert not again.is_older_than(ended)
    assert not ended.is_older_than(ended)


def test_the_ticket_of_a_page_is_named_where_one_is_known(handbook: Handbook) -> None:
    several = incident("Both", number=3, service_id="PL3TX00")
    merged = [incident(str(ticket), "resolved", number=ticket, merged_into=MergedInto("Q3")) for ticket in (8, 7)]
    nameless = incident("All down", number=4)
    pages = Pages([several, *merged, nameless], handbook)
    assert (pages.ticket_of(several), pages.ticket_of(nameless)) == (7, None)


def test_a_number_that_stands_within_a_title_may_concern_its_ticket(handbook: Handbook) -> None:
    within = incident("502 on all 3 nodes, ZD#3001")
    pages = Pages([within, incident("ZD#7", number=2)], handbook)
    assert pages.that_may_concern(3001) == [within]
    assert pages.that_may_concern(7) == []
