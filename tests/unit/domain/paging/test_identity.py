"""Incidents belong to exactly the ticket they name; their clock runs from the page."""

from datetime import timedelta

import pytest

from backend.domain.paging.clock import page_clock
from backend.domain.paging.identity import incident_key, incident_tickets
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident, ticket


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("1234", {1234}, id="bare"),
        pytest.param("ZD#1234", {1234}, id="zd"),
        pytest.param("#1234", {1234}, id="hash"),
        pytest.param("Emergency (1234): all down", {1234}, id="in-a-sentence"),
        pytest.param("Duplicate emergency - ZD#123456", {123456}, id="backup-pool"),
        pytest.param("zendesk-1234-emergency", {1234}, id="our-key-as-title"),
        pytest.param("https://x.zendesk.com/agent/tickets/1234", {1234}, id="url"),
        pytest.param("1234 and 5678", {1234, 5678}, id="two"),
        pytest.param("12345", {12345}, id="longer"),
        pytest.param("v1234 1234x 12.34 2026-11-23 10:30 99%", set(), id="other-numbers"),
        pytest.param("Everything is down", set(), id="none"),
    ],
)
def test_tickets_in_a_title(title: str, expected: set[int], handbook: Handbook) -> None:
    assert incident_tickets(incident(title), handbook) == expected


def test_our_key_decides_alone(handbook: Handbook) -> None:
    assert incident_tickets(incident("1 2 3", key=incident_key(77, "backup-pool")), handbook) == {77}


def test_a_foreign_key_says_nothing(handbook: Handbook) -> None:
    assert incident_tickets(incident("12", key="abc-77-def"), handbook) == {12}


def test_a_key_with_an_absurd_number_is_foreign(handbook: Handbook) -> None:
    assert incident_tickets(incident("12", key=f"zendesk-{'9' * 40}-emergency"), handbook) == {12}


def test_key() -> None:
    assert incident_key(1234, "emergency") == "zendesk-1234-emergency"


@pytest.mark.parametrize(
    ("minutes", "level", "words"),
    [
        pytest.param(0, "calm", "in 10 min", id="new"),
        pytest.param(9, "calm", "in 1 min", id="nine"),
        pytest.param(10, "amber", "managers", id="ten"),
        pytest.param(14, "amber", "managers", id="fourteen"),
        pytest.param(15, "red", "seniors", id="fifteen"),
    ],
)
def test_nobody_acknowledged(minutes: int, level: str, words: str, handbook: Handbook) -> None:
    clock = page_clock(incident(), ticket(), handbook, NOW + timedelta(minutes=minutes))
    assert (clock.level, clock.minutes_since_triggered) == (level, minutes)
    assert words in clock.because
    assert clock.minutes_since_acknowledged is None


@pytest.mark.parametrize(
    ("minutes", "level", "words"),
    [
        pytest.param(5, "calm", "due in 25 min", id="early"),
        pytest.param(20, "amber", "due in 10 min", id="twenty"),
        pytest.param(30, "amber", "due in 0 min", id="thirty"),
        pytest.param(31, "red", "1 min late", id="late"),
    ],
)
def test_acknowledged_without_a_reply(minutes: int, level: str, words: str, handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW + timedelta(minutes=4))
    clock = page_clock(paged, ticket(), handbook, NOW + timedelta(minutes=minutes))
    assert (clock.level, clock.minutes_since_acknowledged) == (level, minutes - 4)
    assert words in clock.because
    assert clock.first_reply_due_at == NOW + timedelta(minutes=30)


def test_the_first_reply_after_the_page_ends_the_clock(handbook: Handbook) -> None:
    replies = tuple(NOW + timedelta(minutes=minutes) for minutes in (-60, 0, 12, 20))
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    clock = page_clock(paged, ticket(agent_replies=replies), handbook, NOW + timedelta(hours=2))
    assert (clock.level, clock.first_replied_at) == ("calm", NOW + timedelta(minutes=12))
    assert clock.because == "The first public reply came 12 min after the page."


def test_a_late_reply_is_called_late(handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    on_time = ticket(agent_replies=(NOW + timedelta(minutes=30),))
    assert "late" not in page_clock(paged, on_time, handbook, NOW + timedelta(hours=1)).because
    late = ticket(agent_replies=(NOW + timedelta(minutes=31),))
    assert "late" in page_clock(paged, late, handbook, NOW + timedelta(hours=1)).because


def test_a_reply_does_not_silence_an_unacknowledged_page(handbook: Handbook) -> None:
    replied = ticket(agent_replies=(NOW + timedelta(minutes=1),))
    assert page_clock(incident(), replied, handbook, NOW + timedelta(minutes=15)).level == "red"


def test_without_the_ticket_a_reply_is_not_called_late(handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    clock = page_clock(paged, None, handbook, NOW + timedelta(hours=1))
    assert (clock.level, clock.first_replied_at) == ("calm", None)
    assert "not known" in clock.because


def test_a_resolved_page_is_calm_and_says_what_that_means(handbook: Handbook) -> None:
    clock = page_clock(incident(status="resolved"), ticket(), handbook, NOW + timedelta(hours=9))
    assert clock.level == "calm"
    assert "contacted" in clock.because


def test_clocks_that_disagree_never_give_negative_minutes(handbook: Handbook) -> None:
    clock = page_clock(incident(), ticket(), handbook, NOW - timedelta(seconds=90))
    assert clock.minutes_since_triggered == 0
