"""Ticket numbers are matched exactly, and only issues of the right project are taken."""

from dataclasses import replace

import pytest

from backend.domain.issues import Tracker
from backend.domain.listing import Skipped
from backend.domain.named_tickets import FeedbackTitle, feedback_title, issue_tickets, tickets_named, with_tickets
from backend.handbook.model.handbook import Handbook

from .makers import issue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ZD#1234, zd#5678", {1234, 5678}, id="two"),
        pytest.param("ZD #1234", {1234}, id="space"),
        pytest.param("(ZD#1234)", {1234}, id="brackets"),
        pytest.param("ZD#12345", {12345}, id="longer"),
        pytest.param("ZD#1234a", set(), id="no-number"),
        pytest.param("ZD#" + "9" * 5_000, set(), id="too-long-for-a-number"),
        pytest.param("BAZD#1234 1234 #1234", set(), id="no-reference"),
        pytest.param("ZD#0", set(), id="zero"),
    ],
)
def test_tickets_named(text: str, expected: set[int], handbook: Handbook) -> None:
    assert tickets_named(text, handbook.gitlab.patterns.ticket) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Negative feedback for ticket 1234", FeedbackTitle("negative", 1234), id="negative"),
        pytest.param("Positive feedback for ticket 1234", FeedbackTitle("positive", 1234), id="positive"),
        pytest.param(" neutral Feedback  for ticket #1234 ", FeedbackTitle("neutral", 1234), id="loose"),
        pytest.param("Negative feedback for ticket 1234 - done", FeedbackTitle("negative", 1234), id="more"),
        pytest.param("Negative feedback for ticket 1234.5", None, id="decimal"),
        pytest.param("Negative feedback for ticket 12a", None, id="letters"),
        pytest.param("Re: Negative feedback for ticket 1234", None, id="not-at-the-start"),
        pytest.param("Negative feedback for ticket " + "9" * 30, None, id="too-long"),
        pytest.param("Angry feedback for ticket 1234", None, id="other-word"),
    ],
)
def test_feedback_title(title: str, expected: FeedbackTitle | None, handbook: Handbook) -> None:
    assert feedback_title(title, handbook) == expected


HOME = "https://help.example.zendesk.com"


@pytest.mark.parametrize(
    ("title", "description", "expected"),
    [
        pytest.param("Please help with ZD#1", f"Ticket: {HOME}/agent/tickets/2", {1}, id="title-decides"),
        pytest.param(f"STAR {HOME}/agent/tickets/1", "Ticket: 2", {1}, id="address-in-the-title"),
        pytest.param("3: help", "Ticket: 4", {3}, id="title-begins-with-a-number"),
        pytest.param("#3 help, see ZD#4", "Ticket: 4", {3}, id="the-front-decides-in-a-title"),
        pytest.param("3", "Ticket: 4", {3}, id="title-is-the-number"),
        pytest.param("ZD#990001 Same outage as our ticket 3001", "Ticket: 3001", {990001}, id="a-number-behind-a-mark"),
        pytest.param("ZD#990002: 3002 users cannot sign in", "", {990002}, id="a-count-behind-a-mark"),
        pytest.param("STAR for ticket #3017", "Ticket: 3018", {3018}, id="a-number-within-is-no-mark"),
        pytest.param("STAR for ticket #3017", "", set(), id="a-number-within-names-nothing"),
        pytest.param("502 on all 3 nodes", "Ticket: 4", {4}, id="counts-are-no-marks"),
        pytest.param("10:30 everything is down", "Ticket: 4", {4}, id="a-time-is-no-mark"),
        pytest.param("1234 and 5678", "Ticket: 4", {4}, id="bare-numbers-are-no-marks"),
        pytest.param("ZD#1 and ZD#2", "Ticket: ZD#1", set(), id="title-names-two"),
        pytest.param("ZD#1, again ZD#1", "", {1}, id="title-names-one-twice"),
        pytest.param("Attention", "**Ticket:** 3", {3}, id="line-with-a-number"),
        pytest.param("Attention", "- Zendesk ticket: ZD#3", {3}, id="line-with-a-mark"),
        pytest.param("Attention", f"Ticket: {HOME}/tickets/3?brand=1#c (ZD#3)", {3}, id="line-with-both"),
        pytest.param("Attention", f"Ticket: ZD#3\nRelated: {HOME}/agent/tickets/4", {3}, id="related-link"),
        pytest.param("Attention", "Ticket: ZD#3\nTicket: ZD#4", set(), id="two-lines"),
        pytest.param("Attention", "Ticket: ZD#3, ZD#4", set(), id="line-names-two"),
        pytest.param("Attention", f"See {HOME}/agent/tickets/5.", {5}, id="one-address"),
        pytest.param("Attention", f"{HOME}/api/v2/tickets/5.json {HOME}/tickets/5", {5}, id="one-address-twice"),
        pytest.param("Attention", f"{HOME}/tickets/5 {HOME}/tickets/6", set(), id="two-addresses"),
        pytest.param("Attention", "https://desk.example/tickets/7", set(), id="another-host"),
        pytest.param("Attention", "Ticket: https://desk.example/tickets/7", set(), id="another-host-on-the-line"),
        pytest.param("Attention", f"{HOME}.evil.example/tickets/7", set(), id="longer-host"),
        pytest.param("Attention", "https://evil.example/@help.example.zendesk.com/tickets/7", set(), id="host-in-path"),
        pytest.param("Attention", "> ZD#8 was like this, ticket 9", set(), id="mentioned"),
        pytest.param("Attention", f"{HOME}/agent/tickets/12x", set(), id="no-number"),
        pytest.param("Attention", "", set(), id="nothing"),
    ],
)
def test_which_ticket_a_star_is_about(title: str, description: str, expected: set[int], handbook: Handbook) -> None:
    assert issue_tickets(issue(title=title, description=description), handbook, HOME) == expected


def test_a_list_of_tickets_is_about_none_of_them(handbook: Handbook) -> None:
    listed = " ".join(f"{HOME}/agent/tickets/{number}" for number in range(1, 20_000))
    assert issue_tickets(issue(title="All of them", description=listed), handbook, HOME) == set()


def test_feedback_is_found_by_its_title_alone(handbook: Handbook) -> None:
    feedback = issue("feedback", title="Neutral feedback for ticket 1", description="like ZD#2")
    assert issue_tickets(feedback, handbook, HOME) == {1}
    assert issue_tickets(issue("feedback", title="ZD#1"), handbook, HOME) == set()


def test_a_ticket_has_up_to_15_digits(handbook: Handbook) -> None:
    patterns = handbook.gitlab.patterns.ticket
    assert tickets_named(f"ZD#{'9' * 15}", patterns) == {999_999_999_999_999}
    assert tickets_named(f"ZD#{'9' * 16}", patterns) == set()


UNREAD = Skipped("GitLab", "issue", "5", "created_at", "is no time")


@pytest.mark.parametrize(
    ("tracker", "texts", "named"),
    [
        pytest.param("star", ("ZD#7", "Ticket: 8"), {7}, id="title"),
        pytest.param("star", ("Attention", "Ticket: 8"), {8}, id="description"),
        pytest.param("star", ("Attention", f"See {HOME}/agent/tickets/9"), {9}, id="address"),
        pytest.param("star", ("Attention", "of somebody"), set(), id="names-none"),
        pytest.param("star", ("ZD#7", None), {7}, id="title-alone-can-be-read"),
        pytest.param("star", ("Attention", None), None, id="the-description-might-name-one"),
        pytest.param("star", (None, "Ticket: 8"), None, id="the-title-might-name-another"),
        pytest.param("star", (), None, id="no-text-was-kept"),
        pytest.param("feedback", ("Negative feedback for ticket 7", ""), {7}, id="feedback"),
        pytest.param("feedback", ("ZD#7", ""), set(), id="not-as-feedback-is-named"),
    ],
)
def test_which_ticket_an_issue_names_that_cannot_be_read(
    tracker: Tracker, texts: tuple[str | None, ...], named: set[int] | None, handbook: Handbook
) -> None:
    told = with_tickets(replace(UNREAD, texts=texts), tracker, handbook, HOME)
    assert (told, told.texts) == (replace(UNREAD, tickets=None if named is None else frozenset(named)), ())
