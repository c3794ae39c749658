"""Ticket numbers are matched exactly, and only issues of the right project are taken."""

import pytest

from backend.domain.marks import marker
from backend.domain.references import FeedbackTitle, feedback_title, issue_tickets, parse_issue_reference, tickets_named
from backend.handbook.model.handbook import Handbook

from .makers import issue

GITLAB, PROJECT = "https://gitlab.com", "gitlab-com/support/feedback"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://x.zendesk.com/agent/tickets/1234", {1234}, id="agent-url"),
        pytest.param("https://x.zendesk.com/tickets/1234?brand=1#c", {1234}, id="url-with-query"),
        pytest.param("https://x.zendesk.com/api/v2/tickets/1234.json", {1234}, id="api-url"),
        pytest.param("ZD#1234, zd#5678", {1234, 5678}, id="two"),
        pytest.param("ZD #1234", {1234}, id="space"),
        pytest.param("(ZD#1234)", {1234}, id="brackets"),
        pytest.param("ZD#12345", {12345}, id="longer"),
        pytest.param("ZD#1234a /tickets/1234x", set(), id="no-number"),
        pytest.param("ZD#" + "9" * 5_000, set(), id="too-long-for-a-number"),
        pytest.param("BAZD#1234 1234 #1234", set(), id="no-reference"),
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


def test_a_star_is_found_by_title_or_description(handbook: Handbook) -> None:
    star = issue(title="Please help with ZD#1", description="https://z.example/agent/tickets/2")
    assert issue_tickets(star, handbook) == {1, 2}


def test_feedback_is_found_by_its_title_alone(handbook: Handbook) -> None:
    feedback = issue("feedback", title="Neutral feedback for ticket 1", description="like ZD#2")
    assert issue_tickets(feedback, handbook) == {1}
    assert issue_tickets(issue("feedback", title="ZD#1"), handbook) == set()


def test_a_ticket_that_is_only_mentioned_in_a_star_of_ours_is_not_starred(handbook: Handbook) -> None:
    description = f"https://z.example/agent/tickets/2\n\n> same as ZD#3\n\n{marker('0123abcd')}"
    assert issue_tickets(issue(title="STAR", description=description), handbook) == {2}


def test_a_quoted_ticket_in_a_star_of_another_tool_counts(handbook: Handbook) -> None:
    assert issue_tickets(issue(title="STAR", description="> ZD#3"), handbook) == {3}


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
