"""Incidents belong to exactly the ticket whose key they bear or whose number begins their title."""

import re

import pytest

from backend.domain.paging.identity import (
    bears_our_key,
    emergencies,
    incident_key,
    incident_tickets,
    is_about,
    is_manager_call,
    is_pool_page,
    may_concern,
)
from backend.domain.paging.incident import IncidentStatus
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import incident


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("1234", {1234}, id="bare"),
        pytest.param("ZD#1234", {1234}, id="zd"),
        pytest.param("#1234", {1234}, id="hash"),
        pytest.param("zd #1234 - all down", {1234}, id="marked-front"),
        pytest.param("1234: all down", {1234}, id="number-and-colon"),
        pytest.param("ZD#990001 Same outage as our ticket 3001", {990001}, id="other-number-behind"),
        pytest.param("ZD#990002: 3002 users cannot sign in", {990002}, id="count-behind"),
        pytest.param("502 on all 3 nodes, ZD#3001", set(), id="mark-not-at-the-front"),
        pytest.param("Emergency (1234): all down", set(), id="in-a-sentence"),
        pytest.param("Duplicate emergency - ZD#123456", {123456}, id="backup-pool"),
        pytest.param("https://x.zendesk.com/agent/tickets/1234", set(), id="url"),
        pytest.param("1234 and 5678", set(), id="two"),
        pytest.param("ZD#1, ZD#2: both down", set(), id="two-marked"),
        pytest.param("ZD#1 and #2", set(), id="two-marked-in-words"),
        *(
            pytest.param(f"ZD#1{between}ZD#2", set(), id=f"two-marked-with-{between!r}")
            for between in (" ", "\n", "|", " -> ", " (also ", " or ", " und ", " y ", " et ", ", see ", " about ")
        ),
        pytest.param("#1 #2", set(), id="two-hashes"),
        pytest.param("ZD#1: ZD#2 down", {1}, id="two-marked-with-a-colon"),
        pytest.param("ZD#1 duplicates ZD#2", {1}, id="two-marked-with-words-between"),
        pytest.param("ZD#1 order #2 is lost", {1}, id="no-joining-word"),
        pytest.param("12345", {12345}, id="longer"),
        pytest.param("10:30 all down", set(), id="time"),
        pytest.param("v1234 1234x 12.34 2026-11-23 10:30 99%", set(), id="other-numbers"),
        pytest.param("Everything is down", set(), id="none"),
    ],
)
def test_tickets_in_a_title(title: str, expected: set[int], handbook: Handbook) -> None:
    assert incident_tickets(incident(title), handbook) == expected


def test_our_key_decides_alone(handbook: Handbook) -> None:
    assert incident_tickets(incident("1 2 3", key=incident_key(77, "backup-pool")), handbook) == {77}


def test_our_page_stays_ours_on_another_service(handbook: Handbook) -> None:
    moved = incident("Renamed by somebody", key=incident_key(77, "emergency"), service_id="POTHER1")
    assert incident_tickets(moved, handbook) == {77}
    assert emergencies([moved], handbook) == [moved]


def test_a_title_counts_on_our_services_only(handbook: Handbook) -> None:
    assert incident_tickets(incident("ZD#77", service_id="POTHER1"), handbook) == set()


def test_the_pools_page_is_no_emergency_wherever_it_stands(handbook: Handbook) -> None:
    helper = incident("77", key=incident_key(77, "backup-pool"))
    assert emergencies([helper], handbook) == []
    assert is_pool_page(helper, handbook)
    assert not is_pool_page(incident("77"), handbook)


@pytest.mark.parametrize(
    ("title", "status", "listed"),
    [
        pytest.param("502 on all 3 nodes, ZD#3001", "triggered", True, id="mark-behind"),
        pytest.param("ZD#990001 Same outage as our ticket 3001", "acknowledged", True, id="another-tickets-page"),
        pytest.param("https://x.example/tickets/3001", "triggered", True, id="address"),
        pytest.param("ZD#3001", "triggered", False, id="its-own"),
        pytest.param("502 on all 3 nodes, ZD#3001", "resolved", False, id="over"),
        pytest.param("ZD#30010 is down", "triggered", False, id="longer-number"),
    ],
)
def test_a_number_elsewhere_may_concern_the_ticket(
    title: str, status: IncidentStatus, listed: bool, handbook: Handbook
) -> None:
    other = incident(title, status)
    assert (3001 in may_concern(other, handbook)) == listed


def test_a_foreign_key_says_nothing(handbook: Handbook) -> None:
    assert incident_tickets(incident("12", key="abc-77-def"), handbook) == {12}


@pytest.mark.parametrize("number", ["9" * 40, "077", "0"])
def test_a_key_with_a_number_that_we_would_not_write_is_foreign(number: str, handbook: Handbook) -> None:
    assert incident_tickets(incident("12", key=f"zendesk-{number}-emergency"), handbook) == {12}


def test_key() -> None:
    assert incident_key(1234, "emergency") == "zendesk-1234-emergency"


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        ("zendesk-7-emergency", True),
        ("zendesk-7-manager", True),
        ("zendesk-7-backup-pool", True),
        ("zendesk-7-emergency-2", False),
        ("zendesk-07-emergency", False),
        ("a zendesk-7-emergency", False),
        ("", False),
        (None, False),
        (7, False),
    ],
)
def test_a_key_is_ours_as_a_whole(key: object, ours: bool) -> None:
    assert bears_our_key(key) is ours


def test_on_their_services_pages_are_for_the_pool_and_the_managers(changed: Changed) -> None:
    configured = changed("pagerduty: {services: {apac_backup_pool: {id: PAPAC01}}}")
    by_hand, elsewhere = incident("7", service_id="PAPAC01"), incident("7")
    assert is_pool_page(by_hand, configured)
    assert not is_pool_page(elsewhere, configured)
    assert not is_manager_call(by_hand, configured)
    assert is_manager_call(incident("7", service_id="PTFI8XR"), configured)
    assert incident_tickets(incident("ZD#77", service_id="PAPAC01"), configured) == {77}


def test_a_title_that_begins_with_several_tickets_is_about_none(changed: Changed, handbook: Handbook) -> None:
    patterns = handbook.gitlab.patterns
    both = patterns.model_copy(update={"incident_ticket": (re.compile(r"(?:^|,)ZD(?P<ticket>[0-9]+)"),)})
    ours = handbook.model_copy(update={"gitlab": handbook.gitlab.model_copy(update={"patterns": both})})
    assert incident_tickets(incident(key=None, title="ZD12"), ours) == {12}
    assert incident_tickets(incident(key=None, title="ZD12,ZD13"), ours) == frozenset()


def test_an_incident_is_about_the_ticket_of_its_key_or_title_and_no_other(handbook: Handbook) -> None:
    keyed = incident("ZD#12", key=incident_key(77, "emergency"))
    assert is_about(keyed, 77, handbook)
    assert not is_about(keyed, 12, handbook)
    assert is_about(incident("ZD#12"), 12, handbook)
