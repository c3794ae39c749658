"""Emoji that a workspace has or not, and messages without text."""

from typing import Any

import pytest
import requests

STARS = "C0STARS01"
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "New STAR"}}]


def said(control: requests.Session, **more: Any) -> str:
    answer = control.post("/slack/messages", json={"channel": "#support_ticket-attention-requests"} | more)
    assert answer.status_code == 201, answer.text
    ts: str = answer.json()["ts"]
    return ts


def react(slack: requests.Session, ts: str, name: str) -> dict[str, Any]:
    wish = {"channel": STARS, "timestamp": ts, "name": name}
    answer: dict[str, Any] = slack.post("/reactions.add", json=wish).json()
    return answer


def test_a_reaction_needs_an_emoji_that_exists(control: requests.Session, slack: requests.Session) -> None:
    ts = said(control, text="look")
    assert react(slack, ts, "no-such-thing") == {"ok": False, "error": "invalid_name"}
    assert react(slack, ts, "eyes")["ok"]
    assert react(slack, ts, "green-check-mark")["ok"]
    assert react(slack, ts, "eyes")["error"] == "already_reacted"


def test_a_message_that_somebody_deletes_is_gone_and_has_no_thread(
    control: requests.Session, slack: requests.Session
) -> None:
    ts = said(control, text="look")
    assert control.delete("/slack/messages", json={"channel": STARS, "ts": ts}).ok
    assert react(slack, ts, "eyes")["error"] == "message_not_found"
    answer = {"channel": STARS, "text": "On it", "thread_ts": ts}
    assert slack.post("/chat.postMessage", json=answer).json()["error"] == "thread_not_found"
    listed = slack.get("/conversations.history", params={"channel": STARS}).json()["messages"]
    assert ts not in [one["ts"] for one in listed]


def test_the_workspaces_own_emoji_come_and_go(control: requests.Session, slack: requests.Session) -> None:
    assert set(slack.get("/emoji.list").json()["emoji"]) == {"green-check-mark", "escalate"}
    control.post("/slack/emoji", json={"name": "green-check-mark", "present": False})
    control.post("/slack/emoji", json={"name": "support-star", "present": True})
    assert set(slack.get("/emoji.list").json()["emoji"]) == {"escalate", "support-star"}
    ts = said(control, text="look")
    assert react(slack, ts, "green-check-mark")["error"] == "invalid_name"
    assert react(slack, ts, "support-star")["ok"]
    assert [one["path"] for one in control.get("/effects").json()] == ["/reactions.add"]


@pytest.mark.parametrize("part", ["blocks", "attachments"])
def test_messages_go_without_text(control: requests.Session, slack: requests.Session, part: str) -> None:
    said(control, **{part: BLOCKS})
    posted = slack.post("/chat.postMessage", json={"channel": STARS, part: BLOCKS}).json()
    assert posted["ok"]
    history = slack.get("/conversations.history", params={"channel": STARS}).json()["messages"]
    assert [(one["text"], one[part]) for one in history[:2]] == [("", BLOCKS), ("", BLOCKS)]


def test_a_message_needs_something_in_it(control: requests.Session, slack: requests.Session) -> None:
    assert slack.post("/chat.postMessage", json={"channel": STARS}).json()["error"] == "no_text"
    assert slack.post("/chat.postMessage", json={"channel": STARS, "blocks": "{"}).json()["error"] == "invalid_blocks"
    assert control.post("/slack/messages", json={"channel": "spt_on-call"}).status_code == 400


@pytest.mark.parametrize("wish", [{"name": "x"}, {"name": "", "present": True}, {"name": "x", "present": 1}, {"a": 1}])
def test_refuses_what_means_nothing(control: requests.Session, wish: dict[str, Any]) -> None:
    answer = control.post("/slack/emoji", json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
