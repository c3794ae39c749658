"""Slack messages: addresses, announcements, and words that people typed."""

import pytest

from backend.domain.shift.reminders import star_reminders
from backend.domain.slack import (
    Message,
    Place,
    announces,
    engineers_channel,
    parse_link,
    quoted,
    said,
    thread_of,
    words,
)
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.conftest import Changed
from tests.unit.domain.makers import issue, ticket

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
    assert parse_link(text, HOMES) == Place("C0STARS01", "1795512345.678900")


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
    assert thread_of(link, HOMES) == Place("C0STARS01", ts)


STAR = issue(iid=1, url="https://gitlab.com/x/-/issues/1")
ANNOUNCERS = {"B0FORM", "U0OURS"}


def message(text: str, *, bot: str | None = "B0FORM", user: str | None = None, root: str | None = None) -> Message:
    return Message(Place("C", "1"), text, bot is not None, root=root, bot=bot, user=user)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(message("New STAR <https://gitlab.com/x/-/issues/1>"), id="by-the-form"),
        pytest.param(message("https://gitlab.com/x/-/work_items/1"), id="the-other-form-of-address"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", bot="B0OURS", user="U0OURS"), id="by-us"),
        pytest.param(message("https://gitlab.com/x/-/issues/1 see https://gitlab.com/x/-/issues/2"), id="named-first"),
    ],
)
def test_an_announcement_names_the_issue_and_is_by_an_announcer(told: Message) -> None:
    assert announces(told, STAR, ANNOUNCERS)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(message("New STAR for ZD#1234"), id="only-the-ticket"),
        pytest.param(message("https://gitlab.com/x/-/issues/10"), id="another-issue"),
        pytest.param(message("https://gitlab.com/x/-/issues/2 https://gitlab.com/x/-/issues/1"), id="in-form-text"),
        pytest.param(message("https://gitlab.com/xx/-/issues/1"), id="another-project"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", bot=None, user="U7"), id="a-person"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", bot="B0CHATTER"), id="another-bot"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", root="0"), id="an-answer-in-a-thread"),
    ],
)
def test_no_other_message_is_taken_for_it(told: Message) -> None:
    assert not announces(told, STAR, ANNOUNCERS)


def test_what_people_typed_calls_nobody_and_hides_nothing() -> None:
    assert words("<!channel> <https://evil|here> & @here\x00") == (
        "&lt;!channel&gt; &lt;https://evil|here&gt; &amp; @\u200bhere"
    )
    assert quoted("one\r\ntwo") == "> one\n> two"
    assert len(quoted("&\n" * 20_000, 500)) <= 500


def test_without_a_ticket_the_channel_is_the_widest_one(handbook: Handbook) -> None:
    assert engineers_channel(None, handbook) == "self_managed"


OWN_CHANNEL = """
slack:
  channels: {dedicated: "#support_dedicated", licensing: null}
  engineers: {dedicated: dedicated, licence: self_managed}
reminders:
  dedicated: "Dedicated: ask in {dedicated}."
"""


def test_a_channel_of_ours_is_asked_and_named(changed: Changed) -> None:
    ours = changed(OWN_CHANNEL)
    assert engineers_channel(ticket(form_id=4414917877650), ours) == "dedicated"
    assert engineers_channel(ticket(form_id=360000071293), ours) == "self_managed"
    assert "Dedicated: ask in #support_dedicated." in star_reminders(ticket(form_id=4414917877650), ours)


@pytest.mark.parametrize(
    ("heading", "read"), [("<@U1>: Ada asks.", "<@U1>: Ada asks."), (": Ada asks.", "Ada asks."), (" Ada ", "Ada")]
)
def test_a_sentence_without_anybody_to_mention_begins_with_its_words(heading: str, read: str) -> None:
    assert said(heading) == read


def test_a_long_text_is_cut_at_its_limit_and_says_so() -> None:
    assert words("x" * 10, 10) == "x" * 10
    assert words("x" * 11, 10) == "x" * 8 + " …"
    assert words(" x" + "y" * 5 + " " * 9, 10) == " xyyyyy …"


def test_each_line_of_a_quote_is_kept_and_only_outer_blank_lines_go() -> None:
    assert quoted("\n  one two\n\nX three X\n") == ">   one two\n> \n> X three X"
    assert quoted("X") == "> X"
