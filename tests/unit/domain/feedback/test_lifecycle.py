"""Feedback: states, clock, and when closing is fine."""

from datetime import timedelta

import pytest

from backend.domain.feedback.lifecycle import (
    clock_level,
    contact_requested,
    due_at,
    feedback_state,
    may_close,
    overdue,
    sentiment,
    still_followed,
)
from backend.domain.issues import Issue, IssueRef
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import NOW, at, issue

REQUESTED, CONTACTED = "SSAT::Contact", "ssat-manager-contacted-customer"


def feedback(*labels: str, word: str = "Negative", **changes: object) -> Issue:
    title = f"{word} feedback for ticket 1234"
    return issue("feedback", title=title, labels=frozenset(labels), **changes)


@pytest.mark.parametrize("word", ["Positive", "Negative", "Neutral"])
def test_sentiment(word: str, handbook: Handbook) -> None:
    assert sentiment(feedback(word=word), handbook) == word.lower()


def test_another_title_has_no_sentiment(handbook: Handbook) -> None:
    assert sentiment(issue("feedback", title="About ZD#1234"), handbook) is None


@pytest.mark.parametrize("word", ["Positive", "Neutral"])
def test_only_negative_feedback_can_ask_for_a_manager(word: str, handbook: Handbook) -> None:
    assert not contact_requested(feedback(REQUESTED, word=word), handbook)


@pytest.mark.parametrize(
    ("of", "recorded", "expected"),
    [
        pytest.param(feedback(), False, "received", id="received"),
        pytest.param(feedback(REQUESTED), False, "contact_due", id="requested"),
        pytest.param(feedback(REQUESTED, CONTACTED), True, "contacted", id="contacted"),
        pytest.param(feedback(REQUESTED, CONTACTED), False, "contact_due", id="label-alone"),
        pytest.param(feedback(REQUESTED), True, "contact_due", id="text-alone"),
        pytest.param(feedback(CONTACTED), True, "contacted", id="contacted-unasked"),
        pytest.param(feedback(REQUESTED, closed=True), False, "closed", id="closed"),
        pytest.param(feedback(REQUESTED, CONTACTED, closed=True, moved_to_id=4), True, "moved", id="moved"),
        pytest.param(feedback(closed=True, duplicate_of=IssueRef(1, 2)), False, "moved", id="duplicate"),
    ],
)
def test_state(of: Issue, recorded: bool, expected: str, handbook: Handbook) -> None:
    assert feedback_state(of, handbook, recorded) == expected


def test_due(handbook: Handbook) -> None:
    assert due_at(feedback(REQUESTED, created_at=at("2026-03-05T15:00Z")), handbook) == at("2026-03-09T15:00Z")
    assert due_at(feedback(), handbook) is None


def test_the_zone_of_the_clock_can_be_changed(changed: Changed) -> None:
    saturday = feedback(REQUESTED, created_at=at("2026-03-07T12:00Z"))
    elsewhere = changed("feedback: {zone: America/Los_Angeles, contact_hours: 24}")
    assert due_at(saturday, elsewhere) == at("2026-03-10T07:00Z")


@pytest.mark.parametrize(
    ("now", "level", "late"),
    [
        pytest.param("2026-03-06T20:59:59Z", "calm", False, id="more-than-12-weekday-hours"),
        pytest.param("2026-03-06T21:00Z", "amber", False, id="12-weekday-hours"),
        pytest.param("2026-03-08T12:00Z", "amber", False, id="weekend"),
        pytest.param("2026-03-09T09:00Z", "amber", False, id="on-time"),
        pytest.param("2026-03-09T09:00:01Z", "red", True, id="late"),
    ],
)
def test_clock(now: str, level: str, late: bool, handbook: Handbook) -> None:
    of = feedback(REQUESTED, created_at=at("2026-03-05T09:00Z"))
    assert (clock_level(of, handbook, at(now), False), overdue(of, handbook, at(now), False)) == (level, late)


@pytest.mark.parametrize("of", [feedback(), feedback(REQUESTED, CONTACTED), feedback(REQUESTED, closed=True)])
def test_nothing_owed_is_calm(of: Issue, handbook: Handbook) -> None:
    later = NOW + timedelta(days=30)
    assert (clock_level(of, handbook, later, True), overdue(of, handbook, later, True)) == ("calm", False)


@pytest.mark.parametrize(
    ("of", "commented", "lacks"),
    [
        pytest.param(feedback(), False, None, id="nothing-requested"),
        pytest.param(feedback(REQUESTED, CONTACTED), True, None, id="all-there"),
        pytest.param(feedback(REQUESTED, CONTACTED), False, "comment", id="no-comment"),
        pytest.param(feedback(REQUESTED), True, CONTACTED, id="no-label"),
        pytest.param(feedback(REQUESTED), False, f"comment and the label {CONTACTED}", id="neither"),
    ],
)
def test_may_close(of: Issue, commented: bool, lacks: str | None, handbook: Handbook) -> None:
    closing = may_close(of, commented, handbook)
    assert closing.allowed is (lacks is None)
    assert lacks is None or lacks in (closing.because or "")


@pytest.mark.parametrize(
    ("of", "contacted", "on_track", "followed"),
    [
        pytest.param(feedback(REQUESTED), False, False, True, id="contact-is-due"),
        pytest.param(feedback(REQUESTED), False, True, True, id="contact-is-due-whatever-the-track"),
        pytest.param(feedback(), False, False, False, id="nothing-asked"),
        pytest.param(feedback(word="Odd"), False, False, True, id="nobody-knows-its-ticket"),
        pytest.param(feedback(word="Odd", closed=True), False, False, False, id="odd-and-closed"),
        pytest.param(feedback(REQUESTED, closed=True), False, False, False, id="closed-without-contact"),
        pytest.param(feedback(REQUESTED, CONTACTED), True, False, True, id="contact-made"),
        pytest.param(feedback(REQUESTED, CONTACTED, closed=True), True, False, True, id="closed-after-contact"),
        pytest.param(feedback(REQUESTED, CONTACTED), True, True, False, id="back-on-track"),
        pytest.param(feedback(REQUESTED, CONTACTED, closed=True, moved_to_id=4), True, False, False, id="moved"),
    ],
)
def test_who_follows_feedback(of: Issue, contacted: bool, on_track: bool, followed: bool, handbook: Handbook) -> None:
    assert still_followed(of, contacted, on_track, handbook) is followed
