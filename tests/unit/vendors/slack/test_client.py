"""Slack over HTTP: messages with their blocks, pages, and what its words for a refusal ask for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.domain.slack.messages import Message, MessageRef
from backend.vendors.errors import (
    Denied,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
    VendorError,
    VendorRejected,
)
from backend.vendors.slack.client import Slack
from backend.vendors.slack.records import MessageRecord, message_from, reading
from tests.unit.vendors.stand import Asked, Reply, Stand

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://gitlab.example/acme/stars/-/issues/7"


@pytest.fixture
def slack(vendor: Stand) -> Slack:
    return Slack(vendor.url, "token")


def message(**raw: Any) -> Message:
    return message_from("C0STARS1", MessageRecord.model_validate({"ts": "1790000000.000100", **raw}))


def test_a_message_is_read_as_it_says() -> None:
    ours = {"event_type": "support_oncall", "event_payload": {"mark": "abc"}}
    read = message(text="words", user="U1", bot_id="B1", app_id="A1", thread_ts="1780000000.000100", metadata=ours)
    assert read == Message(
        MessageRef("C0STARS1", "1790000000.000100"), "words", "abc", "1780000000.000100", "U1", "B1", "A1"
    )
    plain = message(text=None, user="U1", thread_ts="1790000000.000100", metadata={"event_type": "other"})
    assert (plain.text, plain.mark, plain.root, plain.bot) == ("", None, None, None)


def test_the_words_of_blocks_and_attachments_are_read() -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "See "}, {"type": "link", "url": URL}]}
        ],
    }
    section = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*New STAR*"},
        "fields": [{"type": "plain_text", "text": "High"}],
    }
    attachment = {
        "color": "#fff",
        "title": "Issue",
        "title_link": f"{URL}0",
        "fields": [{"title": "Who", "value": "Zoë"}],
    }
    read = message(bot_id="B1", blocks=[section, rich], attachments=[attachment]).text
    assert read.split("\n") == ["*New STAR*", "High", "See ", URL, "Issue", f"{URL}0", "Who", "Zoë"]
    assert reading("See it", [{"text": "See it"}, {"text": "half \ud83d"}]) == "See it\nhalf \ufffd"


def test_blocks_without_end_are_read_as_far_as_they_go() -> None:
    deep: Any = {"text": "deep"}
    for _ in range(50):
        deep = [deep]
    assert reading("top", deep) == "top"
    assert message(text="words", blocks="odd", attachments={"odd": 1}).text == "words"


def test_pages_of_messages_are_followed_and_a_bad_one_left_out(vendor: Stand, slack: Slack) -> None:
    def reply(asked: Asked) -> Reply:
        first = "cursor" not in asked.query
        messages = (
            [{"ts": "1790000001.000100", "text": "one"}, {"text": "no ts"}] if first else [{"ts": "1790000000.000100"}]
        )
        return Reply({"ok": True, "messages": messages, "response_metadata": {"next_cursor": "c2" if first else ""}})

    vendor.calls("GET", "/api/conversations.history", reply)
    found = slack.messages("C0STARS1", NOON, NOON + timedelta(hours=1))
    assert [one.text for one in found] == ["one", ""]
    assert [(one.kind, one.field) for one in found.skipped] == [("message", "ts")]
    assert vendor.asked[1].query["cursor"] == ["c2"]
    assert vendor.asked[0].query["include_all_metadata"] == ["true"]
    assert vendor.asked[0].headers["authorization"] == "Bearer token"


def test_a_history_without_end_is_an_error(vendor: Stand, slack: Slack) -> None:
    vendor.answers(
        "GET", "/api/conversations.replies", {"ok": True, "messages": [], "response_metadata": {"next_cursor": "c"}}
    )
    with pytest.raises(Unavailable, match=r"conversations\.replies has no end"):
        slack.thread(MessageRef("C0STARS1", "1790000000.000100"))


def test_more_without_where_is_an_error(vendor: Stand, slack: Slack) -> None:
    vendor.answers("GET", "/api/conversations.history", {"ok": True, "messages": [], "has_more": True})
    with pytest.raises(Unavailable, match=r"conversations\.history has more, and not where"):
        slack.messages("C0STARS1", NOON, NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("word", "of_read", "of_write", "says"),
    [
        ("ratelimited", RateLimited, RateLimited, "free again in 7 s"),
        ("internal_error", Unavailable, OutcomeUnknown, "internal_error"),
        ("fatal_error", Unavailable, OutcomeUnknown, "fatal_error"),
        ("request_timeout", Unavailable, OutcomeUnknown, "request_timeout"),
        ("service_unavailable", Unavailable, Unavailable, "service_unavailable"),
        ("team_added_to_org", Unavailable, Unavailable, "team_added_to_org"),
        ("org_login_required", Unavailable, Unavailable, "org_login_required"),
        ("is_archived", VendorRejected, VendorRejected, "archived.*bring it back"),
        ("not_in_channel", Denied, Denied, "invite it"),
        ("missing_scope", Denied, Denied, "missing_scope.*SLACK_BOT_TOKEN"),
        ("account_inactive", Denied, Denied, "install the app again"),
        ("message_limit_exceeded", VendorRejected, VendorRejected, "limit is reached"),
        ("accesslimited", Denied, Denied, "administrator"),
        ("something_new", VendorRejected, VendorRejected, "refused the request: something_new"),
        ("message_not_found", NotFound, NotFound, "no such message"),
    ],
)
def test_slacks_words_mean_what_they_say(
    vendor: Stand, slack: Slack, word: str, of_read: type[VendorError], of_write: type[VendorError], says: str
) -> None:
    answer = Reply({"ok": False, "error": word}, headers={"Retry-After": "7", "x-slack-req-id": "r1"})
    vendor.answers("GET", "/api/chat.getPermalink", answer)
    vendor.answers("POST", "/api/chat.postMessage", answer)
    with pytest.raises(of_read, match=says) as read:
        slack.link(MessageRef("C0STARS1", "1790000000.000100"))
    with pytest.raises(of_write, match=says) as written:
        slack.post("C0STARS1", "words", "mark")
    assert (type(read.value), type(written.value)) == (of_read, of_write)
    assert str(written.value.call) == "POST /api/chat.postMessage -> 200 (r1)"
    assert len(vendor.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>", [], b"", {}, {"ok": True}, {"ok": True, "channel": "C1", "ts": None},
        {"ok": False}, {"ok": "true"}, {"ok": None, "error": "x"}, {"ok": False, "error": None},
    ],
)  # fmt: skip
def test_an_answer_to_a_post_that_cannot_be_read_leaves_it_in_doubt(
    vendor: Stand, slack: Slack, answer: object
) -> None:
    vendor.answers("POST", "/api/chat.postMessage", answer)
    with pytest.raises(OutcomeUnknown):
        slack.post("C0STARS1", "words", "mark")


def test_a_post_carries_its_mark_and_thread(vendor: Stand, slack: Slack) -> None:
    vendor.answers("POST", "/api/chat.postMessage", {"ok": True, "channel": "C0STARS1", "ts": "1790000002.000100"})
    place = slack.post("C0STARS1", "words", "mark", thread=MessageRef("C0STARS1", "1790000000.000100"))
    assert place == MessageRef("C0STARS1", "1790000002.000100")
    assert vendor.asked[0].body == {
        "channel": "C0STARS1",
        "text": "words",
        "metadata": {"event_type": "support_oncall", "event_payload": {"mark": "mark"}},
        "thread_ts": "1790000000.000100",
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_a_reaction_that_is_there_is_enough(vendor: Stand, slack: Slack) -> None:
    place = MessageRef("C0STARS1", "1790000000.000100")
    vendor.answers("POST", "/api/reactions.add", {"ok": False, "error": "already_reacted"})
    slack.react(place, "eyes")
    vendor.answers("POST", "/api/reactions.add", {"ok": False, "error": "invalid_name"})
    with pytest.raises(VendorRejected, match="no such emoji"):
        slack.react(place, "green-check-mark")
    vendor.answers("GET", "/api/reactions.get", {"ok": True, "message": {"reactions": [{"name": "eyes"}, {}]}})
    assert slack.has_reaction(place, "eyes")
    assert not slack.has_reaction(place, "tada")


def test_scopes_are_read_however_their_header_is_spelled(vendor: Stand, slack: Slack) -> None:
    vendor.answers(
        "GET",
        "/api/auth.test",
        {"ok": True, "user": "oncall", "user_id": "U0ONCALL1"},
        X_OAuth_Scopes="chat:write, users:read",
    )
    assert slack.myself() == ("oncall", frozenset({"chat:write", "users:read"}))


def test_our_workspace_is_asked_once_who_and_where_we_are(vendor: Stand, slack: Slack) -> None:
    told = {"ok": True, "url": "https://example.slack.com/", "user": "oncall", "user_id": "U0OURS", "bot_id": None}
    vendor.answers("GET", "/api/auth.test", told)
    assert slack.homes() == {"https://example.slack.com/", vendor.url}
    assert slack.own_ids() == {"U0OURS"}
    assert len(vendor.asked) == 1
