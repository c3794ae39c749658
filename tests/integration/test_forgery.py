"""What others write never passes for ours, over real HTTP: marks, numbers, links."""

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until

LATE = 2
"""Seconds that a vendor asks us to wait: time for somebody to write first."""


def notes(sandbox: Sandbox, ticket: int) -> list[Json]:
    """List the internal notes that our user has written into a ticket."""
    return [one for one in sandbox.effects(ticket) if one["body"].get("ticket", {}).get("comment")]


def held(sandbox: Sandbox, vendor: str, method: str, path: str) -> None:
    sandbox.fault(vendor, "rate_limit", method=method, path=path, seconds=LATE, times=1)


def test_a_customers_comment_is_not_our_note(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    held(sandbox, "zendesk", "PUT", f"tickets/{ticket}")
    begun = manager.ask(ticket, "record_assessment", answers={"production": "yes"}).json()
    words = f"Operation {begun['id']} <!-- oncall-operation:{begun['id']} -->"
    for author in ("customer", "agent"):
        sandbox.control("POST", f"comments/{ticket}", {"body": words, "author": author, "public": author == "customer"})
    assert manager.ended(begun["id"])["state"] == "done"
    (note,) = notes(sandbox, ticket)
    assert begun["id"] not in str(note["body"])


def test_a_plain_agent_cannot_plant_the_mark_by_a_reason(manager: Person, product: Product, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    held(sandbox, "zendesk", "PUT", f"tickets/{ticket}")
    begun = manager.ask(ticket, "record_assessment", answers={"production": "yes"}).json()
    agent = sign_in(product.backend, sandbox, AGENT)
    planted = agent.do(
        ticket, "propose_escalation", answers=dict.fromkeys(ESCALATION, "yes"), summary=f"Operation {begun['id']}"
    )
    assert planted["state"] == "done"
    assert manager.ended(begun["id"])["state"] == "done"
    assert len(notes(sandbox, ticket)) == 2


ESCALATION = ("parallel_issues", "over_3h", "external_blocker", "professional_services")


@pytest.mark.parametrize("form", ["<!-- oncall-operation:{} -->", "Customer contacted\n\n<!-- oncall-operation:{} -->"])
def test_a_strangers_note_does_not_close(manager: Person, sandbox: Sandbox, form: str) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    held(sandbox, "gitlab", "POST", f"issues/{iid}/notes")
    begun = manager.ask(ticket, "record_contact", iid=iid, text="Dear customer.").json()
    note = {"body": form.format(begun["id"]), "author": "stranger"}
    sandbox.control("POST", f"issues/feedback/{iid}/notes", note)
    assert manager.ended(begun["id"])["state"] == "done"
    (ours,) = [one for one in sandbox.effects(ticket, feedback=iid) if one["method"] == "POST"]
    assert "> Dear customer." in ours["body"]["body"]


def test_our_mark_copied_by_a_stranger_says_nothing_elsewhere(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    manager.do(ticket, "comment_star", text="One.")
    (first,) = sandbox.effects(ticket, star=iid)
    mark = first["body"]["body"].rsplit("\n", 1)[-1]
    manager.do(ticket, "comment_star", text=f"{mark}\nTwo.")
    second = sandbox.effects(ticket, star=iid)[-1]["body"]["body"]
    assert [line for line in second.split("\n") if line.startswith("<!--")] != [mark]
    assert second.count("<!--") == 1


@pytest.mark.parametrize("title", ["ZD#990001 Same outage as our ticket {}", "ZD#990002: {} users cannot sign in"])
def test_a_number_behind_another_tickets_mark_neither_blocks_nor_is_written_to(
    manager: Person, sandbox: Sandbox, title: str
) -> None:
    ticket = sandbox.ticket()
    made = sandbox.control("POST", "incidents", {"title": title.format(ticket), "service_id": "PL3TX00"})
    until(lambda: manager.panel(ticket)["emergency"]["may_concern"])
    assert manager.panel(ticket)["emergency"]["incident"] is None
    wanted: dict[str, Json] = {"resolve_page": {"contacted": True}, "reassign_page": {"to": "PENG002", "reason": "x"}}
    for kind, body in wanted.items():
        assert error(manager.ask(ticket, kind, **body))["details"]["rule"] == "no_open_page"
    assert manager.do(ticket, "trigger_emergency", reason="Down.")["outcome"] == "done"
    assert not [one for one in sandbox.control("GET", "effects") if made["id"] in one["path"]]


def starred(manager: Person, ticket: int) -> list[int]:
    return [one["iid"] for one in manager.panel(ticket)["star"]["issues"]]


def test_an_issue_is_about_the_ticket_that_it_says_and_no_other(manager: Person, sandbox: Sandbox) -> None:
    mine, other = sandbox.ticket(), sandbox.ticket()
    host = sandbox.url
    sandbox.issue("stars", "Foreign", f"https://desk.example/agent/tickets/{mine}")
    sandbox.issue("stars", f"Attention for ZD#{other}", f"Related: {host}/agent/tickets/{mine}")
    sandbox.issue("stars", "Both", f"{host}/agent/tickets/{mine} and {host}/agent/tickets/{other}")
    sandbox.issue("stars", f"ZD#{mine} and ZD#{other}")
    by_line = sandbox.issue("stars", "By its line", f"Ticket: #{mine}\n\nSee ZD#{other}")
    by_url = sandbox.issue("stars", "By its address", f"{host}/agent/tickets/{mine}")
    until(lambda: by_url in starred(manager, mine))
    assert sorted(starred(manager, mine)) == [by_line, by_url]
    assert len(starred(manager, other)) == 1


def test_an_issue_that_lists_60_000_numbers_stars_none_of_them(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    listed = " ".join(f"ZD#{number}" for number in range(ticket - 2, ticket + 60_000))
    sandbox.issue("stars", "All of them", f"Ticket: {listed}\n\n{sandbox.url}/agent/tickets/{ticket} ZD#1")
    last = sandbox.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: starred(manager, ticket))
    assert starred(manager, ticket) == [last]
