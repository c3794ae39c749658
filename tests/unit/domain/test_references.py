"""Ticket numbers are matched exactly, and only issues of the right project are taken."""

import pytest

from backend.domain.references import FeedbackTitle, feedback_title, issue_tickets, parse_issue_reference, tickets_named
from backend.handbook.model.handbook import Handbook

from .makers import issue

GITLAB, PROJECT = "https://gitlab.com", "gitlab-com/support/feedback"


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


@pytest.mark.parametrize(
    "text",
    [
        "123",
        "#123",
        " 123 ",
        "https://gitlab.com/gitlab-com/support/feedback/-/issues/123",
        "https://gitlab.com/gitlab-com/support/feedback/-/work_items/123/",
        "https://GitLab.com/GitLab-com/support/feedback/-/issues/123?x=1#note_5",
        "https://gitlab.com:443/gitlab-com/support/feedback/-/issues/123",
    ],
)
def test_an_issue_reference_is_read(text: str) -> None:
    assert parse_issue_reference(text, PROJECT, GITLAB) == 123


def test_a_gitlab_below_a_path_is_fine() -> None:
    address = "http://127.0.0.1:9000/gitlab/a/b/-/issues/5"
    assert parse_issue_reference(address, "a/b", "http://127.0.0.1:9000/gitlab/") == 5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "Give the number", id="empty"),
        pytest.param("0", "Give the number", id="zero"),
        pytest.param("12x", "Give the number", id="letters"),
        pytest.param("1" * 30, "Give the number", id="huge"),
        pytest.param("١٢٣", "Give the number", id="other-digits"),
        pytest.param("https://[::1", "Give the number", id="broken-url"),
        pytest.param("javascript://gitlab.com/x/-/issues/1", "Give the number", id="scheme"),
        pytest.param(f"https://gitlab.com.evil.example/{PROJECT}/-/issues/1", "not on gitlab.com", id="host"),
        pytest.param(f"https://gitlab.com@evil.example/{PROJECT}/-/issues/1", "not on gitlab.com", id="user"),
        pytest.param("https://gitlab.com/other/-/issues/1", "not an issue of gitlab-com", id="project"),
        pytest.param(f"https://gitlab.com/{PROJECT}2/-/issues/1", "not an issue of gitlab-com", id="prefix"),
        pytest.param(f"https://gitlab.com/{PROJECT}/-/merge_requests/1", "does not end in an issue", id="mr"),
        pytest.param(f"https://gitlab.com/{PROJECT}/-/issues/1x", "does not end in an issue", id="tail"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_issue_reference(text, PROJECT, GITLAB)


def test_ports_that_a_scheme_means_anyway_do_not_count() -> None:
    assert parse_issue_reference(f"https://GITLAB.com:443/{PROJECT}/-/issues/7", PROJECT, GITLAB) == 7
    assert parse_issue_reference("http://git.example:80/a/b/-/issues/7", "a/b", "http://git.example") == 7
    with pytest.raises(ValueError, match=r"^That address is not on git.example\.$"):
        parse_issue_reference("http://git.example:443/a/b/-/issues/7", "a/b", "http://git.example")
    with pytest.raises(ValueError, match=r"^Give the number of an issue or its address\.$"):
        parse_issue_reference("seven", "a/b", "http://git.example")


def test_a_ticket_has_up_to_15_digits(handbook: Handbook) -> None:
    patterns = handbook.gitlab.patterns.ticket
    assert tickets_named(f"ZD#{'9' * 15}", patterns) == {999_999_999_999_999}
    assert tickets_named(f"ZD#{'9' * 16}", patterns) == set()
