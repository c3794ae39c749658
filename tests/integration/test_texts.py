"""What a page says and a macro does before they are sent, and a reply that was: the same that the vendors have."""

import pytest

from tests.support.desk import MANAGER, STRICT, Json, Person, Sandbox, error, until

DOWNGRADE = "Downgrade emergency ticket"


def test_the_message_shown_is_the_one_that_pagerduty_gets(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(subject="Down since noon")
    body: Json = {"reason": "All of\nproduction is down.", "answers": STRICT}
    shown = manager.call("POST", f"/api/tickets/{ticket}/page-message", body).json()
    assert sandbox.effects(ticket) == []
    manager.do(ticket, "trigger_emergency", **body)
    page = next(one for one in sandbox.effects(ticket) if one["vendor"] == "pagerduty")["body"]["incident"]
    assert shown == {"title": page["title"], "details": page["body"]["details"]}
    assert "Subject: Down since noon" in shown["details"]


@pytest.mark.parametrize("kind", ["call_manager", "page_backup_pool"])
def test_the_message_of_a_summary_is_the_one_that_pagerduty_gets(manager: Person, sandbox: Sandbox, kind: str) -> None:
    ticket = sandbox.ticket()
    body: Json = {"summary": "The customer wants\na manager."}
    shown = manager.call("POST", f"/api/tickets/{ticket}/page-message/{kind}", body).json()
    assert sandbox.effects(ticket) == []
    manager.do(ticket, kind, **body)
    page = next(one for one in sandbox.effects(ticket) if one["vendor"] == "pagerduty")["body"]["incident"]
    assert shown == {"title": page["title"], "details": page["body"]["details"]}


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


def test_what_a_macro_is_said_to_do_is_what_it_does(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(priority="urgent", tags=["vip"])
    macro = next(one for one in until(lambda: manager.panel(ticket)["macros"]) if one["title"] == DOWNGRADE)
    path = f"/api/tickets/{ticket}/macros/{macro['id']}/trial"
    shown = manager.call("GET", path).json()
    assert sandbox.effects(ticket) == []
    assert shown["public"]
    assert "We have lowered this ticket" in shown["text"]
    assert "{{" not in shown["text"]
    assert shown["tags_added"] == ["emergency_downgraded"]
    changes = {one["name"] or one["field"]: (one["before"], one["after"]) for one in shown["changes"]}
    assert changes["priority"] == ("urgent", "high")
    assert manager.do(ticket, "apply_macro", macro_id=macro["id"])["outcome"] == "done"
    (write,) = sandbox.effects(ticket)
    written = write["body"]["ticket"]
    assert {"priority", "tags"} <= written.keys()
    assert shown["text"] == written["comment"]["body"]
    again = manager.call("GET", path).json()
    assert (again["changes"], again["tags_added"]) == ([], [])


def test_what_cannot_be_applied_is_refused_before_it_is_asked_for(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    paging = next(one for one in until(lambda: manager.panel(ticket)["macros"]) if one["pages"])
    for macro_id, rule in ((paging["id"], "macro_pages"), (1, "macro_unknown")):
        answer = manager.call("GET", f"/api/tickets/{ticket}/macros/{macro_id}/trial")
        assert (answer.status_code, error(answer)["details"]["rule"]) == (422, rule)


def test_a_placeholder_that_stands_for_nothing_is_named(manager: Person, sandbox: Sandbox) -> None:
    lost = {}
    for name in ("Ana", " "):
        ticket = sandbox.ticket(requester={"name": name})
        macro = next(one for one in until(lambda at=ticket: manager.panel(at)["macros"]) if one["title"] == DOWNGRADE)  # type: ignore[misc]
        lost[name] = manager.call("GET", f"/api/tickets/{ticket}/macros/{macro['id']}/trial").json()["lost"]
    assert lost == {"Ana": [], " ": ["ticket.requester.first_name"]}


def test_a_macro_that_makes_the_form_wrong_says_so(manager: Person, sandbox: Sandbox) -> None:
    named = {}
    for form in (334447, 426148):
        ticket = sandbox.ticket(ticket_form_id=form)
        macros = until(lambda at=ticket: manager.panel(at)["macros"])  # type: ignore[misc]
        named[form] = next((one["sets_form"], one["wrong_form"]) for one in macros if one["title"] == DOWNGRADE)
    assert named == {334447: ("Self-Managed", True), 426148: (None, False)}
