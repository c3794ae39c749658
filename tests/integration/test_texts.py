"""The words of a page before it is sent, and of a reply that was: the same that the vendors have."""

from tests.support.desk import MANAGER, STRICT, Json, Person, Sandbox


def test_the_message_shown_is_the_one_that_pagerduty_gets(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(subject="Down since noon")
    body: Json = {"reason": "All of\nproduction is down.", "answers": STRICT}
    shown = manager.call("POST", f"/api/tickets/{ticket}/page-message", body).json()
    assert sandbox.effects(ticket) == []
    manager.do(ticket, "trigger_emergency", **body)
    page = next(one for one in sandbox.effects(ticket) if one["vendor"] == "pagerduty")["body"]["incident"]
    assert shown == {"title": page["title"], "details": page["body"]["details"]}
    assert "Subject: Down since noon" in shown["details"]


def test_the_last_reply_is_ones_own_and_public(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    path = f"/api/tickets/{ticket}/last-reply"
    assert manager.call("GET", path).json() == {"text": None}
    for words, author, public in (
        ("Hello Ana,\n\nmay I call you?", MANAGER, True),
        ("Only for us.", MANAGER, False),
        ("I look into it.", 7201, True),
    ):
        sandbox.control("POST", f"comments/{ticket}", {"body": words, "author_id": author, "public": public})
    assert manager.call("GET", path).json() == {"text": "Hello Ana,\nmay I call you?"}
