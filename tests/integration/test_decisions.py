"""A decision of a person goes before the checklist, in everything that follows it."""

from tests.support.desk import Json, Person, Sandbox

NO_PRODUCTION = {"production": "no"}
NOT_ENTITLED: Json = {"organization_fields": {"support_hold": True}}


def judged(person: Person, ticket: int, **body: object) -> Json:
    answer = person.call("POST", f"/api/tickets/{ticket}/assessment", {"answers": NO_PRODUCTION, **body})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def test_text_macros_and_page_message_follow_an_override(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    override = {"verdict": "exception", "reason": "An audit."}
    manager.do(ticket, "record_assessment", answers=NO_PRODUCTION, override=override)
    found = judged(manager, ticket)
    assert found["qualification"]["verdict"] == "needs_info"
    assert found["holds"]["macros"] == ["General::Emergency::Exception"]
    assert found["holds"]["decision"]["holds"]
    assert "make an exception this one time" in found["reply"]
    asked = manager.call("POST", f"/api/tickets/{ticket}/page-message", {"answers": NO_PRODUCTION, "reason": "R"})
    assert "Verdict: Emergency by exception, decided by " in asked.json()["details"]
    manager.do(ticket, "record_assessment", answers=NO_PRODUCTION)
    assert judged(manager, ticket)["holds"]["decision"] is None


def test_a_recorded_not_entitled_ends_the_question_for_a_page(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(NOT_ENTITLED, priority="urgent")
    assert manager.panel(ticket)["emergency"]["reported"]["by"] == "priority"
    manager.do(ticket, "record_assessment", answers={})
    assert manager.panel(ticket)["emergency"]["reported"] is None


def test_only_a_ticket_of_the_customers_own_is_named_to_them(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.do(
        ticket, "record_assessment", answers=NO_PRODUCTION, override={"verdict": "not_emergency", "reason": "No."}
    )
    for other, problem in ((999_999_999, "missing"), (sandbox.ticket(), "not_theirs")):
        found = judged(manager, ticket, continues=other)
        assert found["continues"] == {"ticket": other, "problem": problem}
        assert str(other) not in found["reply"]
        assert f"Ticket {ticket}, this one, continues" in found["reply"]
