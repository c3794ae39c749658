"""The words that a shift is handed over with: what goes on, with whom, what is next, how much time is left."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from backend.domain.clock import span
from backend.domain.issues import Account, Issue
from backend.domain.paging.clock import page_clock
from backend.domain.shift.hand_off import (
    STATUS,
    Doubt,
    Line,
    emergency_line,
    feedback_line,
    hand_off_text,
    star_line,
    until,
)
from backend.domain.star.mechanics import Handled
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident, issue

WORDS = Path(__file__).parents[4] / "zendesk_app" / "translations" / "en.json"
URL = "https://gitlab.com/x/-/issues/1"


def test_an_emergency_says_how_it_stands(handbook: Handbook) -> None:
    page = incident(assigned_to=("Ada", "Kim"))
    later = NOW + timedelta(minutes=65)
    clock = page_clock(page, None, handbook, later)
    line = emergency_line(page, 1234, clock, later)
    assert line == Line(1234, f"Paged, open for 1 h 5 min, with Ada, Kim. {clock.because} {page.url}")
    taken = incident(status="acknowledged")
    clock = page_clock(taken, None, handbook, NOW)
    assert emergency_line(taken, None, clock, NOW) == Line(
        None, f"Acknowledged, open for under 1 min, with nobody. {clock.because} {page.url}"
    )


def test_a_status_is_called_what_the_board_calls_it() -> None:
    shown = json.loads(WORDS.read_text())["board"]["status"]
    assert {status: STATUS[status] for status in shown} == shown


@pytest.mark.parametrize(
    ("star", "handled", "words"),
    [
        pytest.param(
            issue(labels=frozenset({"star_urgency::urgent"})),
            Handled(),
            f"STAR #1, Urgent, 25 min left, with nobody yet. Next: Acknowledge it. {URL}",
            id="new",
        ),
        pytest.param(
            issue(assignee="kim"),
            Handled(True, True, ticked=frozenset({"triage"})),
            f"STAR #1, urgency not known, with @kim. Next: Write the disposition into the STAR issue. {URL}",
            id="with-somebody",
        ),
        pytest.param(
            issue(assignee="boss"),
            Handled(True, True, ticked=frozenset({"triage"})),
            "STAR #1, urgency not known, with nobody yet. "
            f"Next: Name an engineer who is not on call and has no other STAR. {URL}",
            id="with-a-manager",
        ),
        pytest.param(
            issue(closed=True, assignee="kim"),
            Handled(True, True, True, frozenset({"triage"})),
            f"STAR #1, urgency not known, with @kim. {URL}",
            id="all-done",
        ),
    ],
)
def test_a_star_says_whose_it_is_and_what_is_next(
    star: Issue, handled: Handled, words: str, handbook: Handbook
) -> None:
    line = star_line(star, 1234, handled, {"boss"}, handbook, NOW + timedelta(minutes=5))
    assert line == Line(1234, words)


def test_feedback_says_by_when() -> None:
    due = NOW + timedelta(hours=2)
    assert feedback_line(issue("feedback", assignee="kim"), 7, due, NOW) == Line(
        7, f"feedback #1, 2 h 0 min left, with @kim. {URL}"
    )
    assert "with nobody yet" in feedback_line(issue("feedback"), 7, due, NOW).words


def test_the_whole_text() -> None:
    text = hand_off_text([Line(5, "open")], [], [Line(None, "due")], "Ada", ["Kim", "Bo"])
    assert text.split("\n") == [
        "Hand-off of the shift: Ada to Kim, Bo",
        "",
        "Emergencies that go on: 1",
        "- ZD#5: open",
        "",
        "Open STARs: none",
        "",
        "Feedback contacts due: 1",
        "- no ticket named: due",
        "",
        "Notes:",
        "- ",
    ]
    alone = hand_off_text([], [], [], "Ada", [])
    assert alone.startswith("Hand-off of the shift: Ada to the next manager (not known here)\n")


@pytest.mark.parametrize(
    ("doubt", "lines", "words"),
    [
        pytest.param(None, [], "none", id="read just now"),
        pytest.param(Doubt("PagerDuty", True, NOW), [], f"none (PagerDuty as of {NOW:%Y-%m-%d %H:%M} UTC)", id="late"),
        pytest.param(Doubt("PagerDuty", True, None), [], "none (PagerDuty as of an unknown time)", id="clock set back"),
        pytest.param(Doubt("PagerDuty", False, None), [], "not known (PagerDuty could not be read)", id="never read"),
        pytest.param(
            Doubt("PagerDuty", False, NOW), [Line(5, "open")], "1 at least (PagerDuty could not be read)", id="in part"
        ),
    ],
)
def test_what_is_not_known_is_not_called_none(doubt: Doubt | None, lines: list[Line], words: str) -> None:
    text = hand_off_text(lines, [], [], "Ada", [], pages=doubt, issues=doubt)
    assert f"Emergencies that go on: {words}\n" in text
    if not lines:
        assert f"Open STARs: {words}\n" in text
        assert f"Feedback contacts due: {words}\n" in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-1, "1 min over"),
        (0, "under 1 min left"),
        (59, "59 min left"),
        (60, "1 h 0 min left"),
        (-125, "2 h 5 min over"),
    ],
)
def test_how_far_a_deadline_is(minutes: int, words: str) -> None:
    assert until(NOW + timedelta(minutes=minutes), NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "under 1 min"), (59, "59 min"), (60, "1 h 0 min"), (121, "2 h 1 min")]
)
def test_minutes_as_people_say_them(minutes: int, words: str) -> None:
    assert span(minutes) == words


def test_all_who_drive_a_star_are_named(handbook: Handbook) -> None:
    both = issue(assignees=(Account(1, "kim"), Account(2, "boss"), Account(3, "ada")))
    line = star_line(both, None, Handled(True, True, True, frozenset({"triage"})), {"boss"}, handbook, NOW)
    assert "with @kim, @ada." in line.words


def test_the_backup_pools_page_is_no_emergency_of_its_own() -> None:
    text = hand_off_text([Line(5, "open")], [], [], "Ada", [], helpers=[Line(5, "pool")])
    assert "Emergencies that go on: 1\n- ZD#5: open\n" in text
    assert "Pages of the backup pool: 1\n- ZD#5: pool\n" in text
    assert "backup pool" not in hand_off_text([], [], [], "Ada", [])


def test_pages_of_the_pool_are_in_doubt_as_those_of_emergencies_are() -> None:
    old = Doubt("PagerDuty", True, NOW)
    text = hand_off_text([], [], [], "Ada", ["Bo"], [Line(7, "asks for help")], pages=old)
    assert "Pages of the backup pool: 1 (PagerDuty as of 2026-03-04 18:00 UTC)" in text
    assert "Emergencies that go on: none (PagerDuty as of 2026-03-04 18:00 UTC)" in text
