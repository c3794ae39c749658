"""Slack messages: addresses, announcements, and words that people typed."""

import pytest

from backend.domain.slack import Message, Place, announcement, engineers_channel, parse_link, quoted, words
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import issue


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://example.slack.com/archives/C0STARS01/p1795512345678900", id="plain"),
        pytest.param(
            " https://example.slack.com/archives/C0STARS01/p1795512345678900?thread_ts=1.2&cid=C ", id="thread"
        ),
        pytest.param("http://127.0.0.1:9000/slack/archives/C0STARS01/p1795512345678900", id="elsewhere"),
    ],
)
def test_a_message_is_found_by_its_address(text: str) -> None:
    assert parse_link(text) == Place("C0STARS01", "1795512345.678900")


@pytest.mark.parametrize(
    "text",
    ["", "C0STARS01", "https://example.slack.com/archives/C0STARS01", "https://x.slack.com/archives/C0STARS01/p12345"],
)
def test_anything_else_is_no_address_of_a_message(text: str) -> None:
    with pytest.raises(ValueError, match="Copy link"):
        parse_link(text)


def message(ts: str, text: str, *, by_bot: bool = True, root: str | None = None) -> Message:
    return Message(Place("C", ts), text, by_bot, root=root)


def test_the_bots_message_that_names_the_issue_comes_before_those_that_name_the_ticket(handbook: Handbook) -> None:
    star = issue(iid=1, url="https://gitlab.com/x/-/issues/1")
    told = [
        message("1", "New STAR for ZD#1234"),
        message("2", f"New STAR {star.url}"),
        message("3", "ZD#1234", by_bot=False),
    ]
    found = announcement(told, star, frozenset({1234}), handbook)
    assert found == Place("C", "2")
    assert announcement(told[:1], star, frozenset({1234}), handbook) == Place("C", "1")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(message("1", "New STAR for ZD#12345"), id="a neighbour in number"),
        pytest.param(message("1", "https://gitlab.com/x/-/issues/10"), id="another issue"),
        pytest.param(message("1", "ZD#1234", by_bot=False), id="a person"),
        pytest.param(message("1", "ZD#1234", root="0"), id="an answer in a thread"),
    ],
)
def test_no_other_message_is_taken_for_it(told: Message, handbook: Handbook) -> None:
    star = issue(iid=1, url="https://gitlab.com/x/-/issues/1")
    assert announcement([told], star, frozenset({1234}), handbook) is None


def test_what_people_typed_calls_nobody_and_hides_nothing() -> None:
    assert words("<!channel> <https://evil|here> & @here\x00") == (
        "&lt;!channel&gt; &lt;https://evil|here&gt; &amp; @\u200bhere"
    )
    assert quoted("one\r\ntwo") == "> one\n> two"
    assert len(quoted("&\n" * 20_000, 500)) <= 500


def test_without_a_ticket_the_channel_is_the_widest_one(handbook: Handbook) -> None:
    assert engineers_channel(None, handbook) == "self_managed"
