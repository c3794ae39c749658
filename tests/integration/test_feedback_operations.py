"""Mid-ticket feedback from the ticket, judged by what the stand-ins committed."""

import pytest

from tests.support.desk import Json, Person, Sandbox, error, until


@pytest.fixture
def asked(manager: Person, sandbox: Sandbox) -> tuple[int, int]:
    """A ticket whose customer asked for a manager: ticket and feedback issue."""
    ticket = sandbox.ticket()
    iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    return ticket, iid


def writes(sandbox: Sandbox, iid: int) -> list[Json]:
    return [one for one in sandbox.control("GET", "effects") if f"feedback/issues/{iid}" in one["path"]]


def test_a_contact_is_recorded_labelled_and_closed(manager: Person, sandbox: Sandbox, asked: tuple[int, int]) -> None:
    ticket, iid = asked
    done = manager.do(ticket, "record_contact", iid=iid, text="Dear customer,\n/close\nlet us talk.")
    assert done["state"] == "done"
    note, change = writes(sandbox, iid)
    assert "> /close\n> let us talk." in note["body"]["body"]
    assert change["body"] == {"add_labels": "ssat-manager-contacted-customer", "state_event": "close"}
    assert manager.panel(ticket)["feedback"]["issues"][0]["state"] == "closed"
    later = manager.do(ticket, "note_feedback", iid=iid, text="They are happy now.")
    assert later["state"] == "done"
    assert "> They are happy now." in writes(sandbox, iid)[-1]["body"]["body"]


def test_closing_without_a_contact_wants_a_reason(manager: Person, sandbox: Sandbox, asked: tuple[int, int]) -> None:
    ticket, iid = asked
    refused = manager.ask(ticket, "close_feedback", iid=iid)
    assert error(refused)["details"]["rule"] == "contact_missing"
    assert writes(sandbox, iid) == []
    assert manager.do(ticket, "close_feedback", iid=iid, override_reason="They withdrew it.")["state"] == "done"
    note, change = writes(sandbox, iid)
    assert "> They withdrew it." in note["body"]["body"]
    assert change["body"] == {"state_event": "close"}


def test_feedback_that_asks_for_nothing_closes(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("feedback", f"Positive feedback for ticket {ticket}")
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    assert manager.do(ticket, "close_feedback", iid=iid)["state"] == "done"
    assert [one["method"] for one in writes(sandbox, iid)] == ["PUT"]


def test_another_tickets_feedback_is_not_touched(manager: Person, sandbox: Sandbox, asked: tuple[int, int]) -> None:
    _, iid = asked
    other = sandbox.ticket()
    for kind in ("record_contact", "note_feedback"):
        refused = manager.ask(other, kind, iid=iid, text="x")
        assert error(refused)["details"]["rule"] == "other_ticket"
    assert error(manager.ask(other, "close_feedback", iid=iid))["details"]["rule"] == "other_ticket"
    assert writes(sandbox, iid) == []
