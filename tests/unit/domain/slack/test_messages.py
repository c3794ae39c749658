"""The address of a Slack message, and of the thread that it is in."""

import pytest

from backend.domain.slack.messages import MessageRef, parse_link, thread_of

HOMES = ("https://example.slack.com/", "http://127.0.0.1:9000/slack")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://example.slack.com/archives/C0STARS01/p1795512345678900", id="plain"),
        pytest.param(
            " https://example.slack.com/archives/C0STARS01/p1795512345678900?thread_ts=1.2&cid=C ", id="thread"
        ),
        pytest.param("https://Example.enterprise.slack.com/archives/C0STARS01/p1795512345678900", id="enterprise"),
        pytest.param("http://127.0.0.1:9000/slack/archives/C0STARS01/p1795512345678900", id="elsewhere"),
    ],
)
def test_a_message_is_found_by_its_address(text: str) -> None:
    assert parse_link(text, HOMES) == MessageRef("C0STARS01", "1795512345.678900")


@pytest.mark.parametrize(
    "text",
    ["", "C0STARS01", "https://example.slack.com/archives/C0STARS01", "https://x.slack.com/archives/C0STARS01/p12345"],
)
def test_anything_else_is_no_address_of_a_message(text: str) -> None:
    with pytest.raises(ValueError, match="Copy link"):
        parse_link(text, HOMES)


@pytest.mark.parametrize(
    "home",
    [
        "https://evil.slack.com",
        "https://example.slack.com.evil.example",
        "https://example.slack.com@evil.example",
        "https://me@example.slack.com",
        "http://127.0.0.1:9000@evil.example/slack",
        "https://example.slack.com/x",
        "https://example.slack.com/archives",
        "http://example.slack.com",
        "",
    ],
)
def test_a_message_of_another_workspace_is_not_ours(home: str) -> None:
    with pytest.raises(ValueError, match="Slack"):
        parse_link(f"{home}/archives/C0STARS01/p1795512345678900", HOMES)


@pytest.mark.parametrize(
    ("query", "ts"),
    [
        ("", "1795512345.678900"),
        ("?thread_ts=1795512000.000100&cid=C", "1795512000.000100"),
        ("?x=1", "1795512345.678900"),
    ],
)
def test_a_reply_belongs_to_its_parent(query: str, ts: str) -> None:
    link = f"https://example.slack.com/archives/C0STARS01/p1795512345678900{query}"
    assert thread_of(link, HOMES) == MessageRef("C0STARS01", ts)
