"""The number of an issue, as people give it."""

import pytest

from backend.domain.issue_reference import parse_issue_reference

GITLAB, PROJECT = "https://gitlab.com", "gitlab-com/support/feedback"


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
