"""Calling a manager, and what PagerDuty can do with a page, from beside the ticket."""

import time

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until


@pytest.fixture
def paged(manager: Person, sandbox: Sandbox) -> tuple[int, str]:
    """A ticket whose engineer on call has been paged: ticket and incident."""
    ticket = sandbox.ticket()
    manager.do(ticket, "trigger_emergency", reason="Down.")
    return ticket, str(manager.panel(ticket)["emergency"]["incident"]["id"])


def incident(sandbox: Sandbox, ticket: int) -> Json:
    (found,) = sandbox.incidents(ticket)
    return dict(found)


def test_an_engineer_calls_the_manager_once_and_the_ticket_shows_how_far_it_is(
    product: Product, sandbox: Sandbox, manager: Person
) -> None:
    engineer, ticket = sign_in(product.backend, sandbox, AGENT), sandbox.ticket()
    done = engineer.do(ticket, "call_manager", summary="The customer wants\na manager now. {{ticket.id}}")
    assert done["state"] == "done"
    page, note = sandbox.effects(ticket)
    sent = page["body"]["incident"]
    assert sent["title"].startswith(f"ZD#{ticket}: The customer wants a manager now.")
    assert sent["service"]["id"] == "PTFI8XR"
    assert sent["incident_key"] == f"zendesk-{ticket}-manager"
    assert not {"assignments", "escalation_policy"} & set(sent)
    assert "Manager called" in note["body"]["ticket"]["comment"]["html_body"]
    assert "{{" not in note["body"]["ticket"]["comment"]["html_body"]
    again = engineer.ask(ticket, "call_manager", summary="Once more.")
    assert again.json()["id"] == done["id"]
    shown = manager.panel(ticket)["emergency"]
    assert shown["manager_call"]["incident"]["status"] == "triggered"
    assert shown["incident"] is None, "a call for a manager is no emergency"
    sandbox.control("PATCH", f"incidents/{incident(sandbox, ticket)['id']}", {"status": "resolved"})
    until(lambda: manager.panel(ticket)["emergency"]["manager_call"]["incident"]["status"] == "resolved")
    assert engineer.ask(ticket, "call_manager", summary="A second call.").json()["id"] != done["id"]


def test_acknowledging_goes_out_in_the_persons_own_name(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, _ = paged
    done = manager.do(ticket, "acknowledge_page")
    assert done["state"] == "done"
    assert manager.agent["name"] in done["steps"][0]["detail"]
    shown = manager.panel(ticket)["emergency"]["incident"]
    assert (shown["status"], shown["acknowledged_by"]) == ("acknowledged", manager.agent["name"])


@pytest.mark.parametrize("kind", ["acknowledge_page", "resolve_page"])
def test_without_a_pagerduty_user_nothing_is_sent_and_the_page_is_linked(
    product: Product, manager: Person, sandbox: Sandbox, paged: tuple[int, str], kind: str
) -> None:
    ticket, _ = paged
    before = len(sandbox.effects(ticket))
    made = sandbox.control("POST", "agents", {"name": "Manager without a pager"})["id"]
    sandbox.control("PATCH", f"users/{made}", {"groups": ["Support Managers"]})
    with sign_in(product.backend, sandbox, made) as pagerless:
        body: Json = {"contacted": True} if kind == "resolve_page" else {}
        answer = pagerless.ask(ticket, kind, **body)
    assert answer.status_code == 422
    details = error(answer)["details"]
    assert (details["rule"], details["url"]) == (
        "no_pagerduty_user",
        manager.panel(ticket)["emergency"]["incident"]["url"],
    )
    assert len(sandbox.effects(ticket)) == before


def test_resolving_asks_whether_the_customer_has_been_contacted(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, _ = paged
    refused = manager.ask(ticket, "resolve_page")
    assert refused.status_code == 422
    assert error(refused)["details"]["rule"] == "not_contacted"
    assert "no public reply since the page" in error(refused)["message"]
    assert incident(sandbox, ticket)["status"] == "triggered"
    done = manager.do(ticket, "resolve_page", contacted=True, note="Called them at noon.")
    assert [(step["name"], step["state"]) for step in done["steps"]] == [
        ("resolve_page", "done"),
        ("note", "done"),
        ("incident_note", "done"),
    ]
    assert incident(sandbox, ticket)["status"] == "resolved"
    assert error(manager.ask(ticket, "resolve_page", contacted=True))["details"]["rule"] == "no_open_page"


def test_a_public_reply_since_the_page_is_contact(manager: Person, sandbox: Sandbox, paged: tuple[int, str]) -> None:
    ticket, _ = paged
    time.sleep(1.1)  # Zendesk and PagerDuty tell whole seconds: a reply within the page's own is not after it.
    comment = {"author_id": AGENT, "public": True, "body": "We are on it."}
    sandbox.control("POST", f"comments/{ticket}", comment)
    until(lambda: manager.panel(ticket)["emergency"]["incident"]["clock"]["first_replied_at"])
    assert manager.do(ticket, "resolve_page")["state"] == "done"


def test_a_note_goes_onto_the_page_once(manager: Person, sandbox: Sandbox, paged: tuple[int, str]) -> None:
    ticket, page = paged
    for _ in range(2):
        assert manager.do(ticket, "note_page", key="one-note-on-the-page", text="Waits for logs.")["state"] == "done"
    notes = [one for one in sandbox.control("GET", "effects") if one["path"] == f"/incidents/{page}/notes"]
    assert len(notes) == 1
    assert notes[0]["body"]["note"]["content"].startswith("Waits for logs.")


def test_more_people_are_asked_to_join(manager: Person, sandbox: Sandbox, paged: tuple[int, str]) -> None:
    ticket, page = paged
    done = manager.do(ticket, "add_responders", users=["PENG003", "kiri@sandbox.example"], message="Gitaly is down.")
    assert done["state"] == "done"
    assert {"PENG003", "PAPC001"} <= set(incident(sandbox, ticket)["paged"])
    (asked,) = [one for one in sandbox.control("GET", "effects") if one["path"].endswith("/responder_requests")][-1:]
    assert asked["body"]["requester_id"] == "PMGR001"
    unknown = manager.ask(ticket, "add_responders", users=["nobody@sandbox.example"], message="Come.")
    assert error(unknown)["details"]["rule"] == "responder_unknown"
    both = manager.ask(ticket, "add_responders", users=["PENG003"], policy="PAPACEP", message="Come.")
    assert both.status_code == 422
    strange = manager.ask(ticket, "add_responders", policy="PNOTTHERE", message="Come.")
    assert error(strange)["details"]["rule"] == "policy_unknown"
    assert manager.do(ticket, "add_responders", policy="PAPACEP", message="Come.")["state"] == "done"
    assert "PAPC002" in incident(sandbox, ticket)["paged"]
    assert page


def test_the_page_is_escalated_to_a_level(manager: Person, sandbox: Sandbox, paged: tuple[int, str]) -> None:
    ticket, _ = paged
    assert manager.do(ticket, "escalate_page", level=3)["state"] == "done"
    assert incident(sandbox, ticket)["assignees"] == ["PSEN001"]
    assert error(manager.ask(ticket, "escalate_page", level=3))["details"]["rule"] == "already_theirs"
    assert error(manager.ask(ticket, "escalate_page", level=9))["details"]["rule"] == "level_unknown"


def test_a_government_customer_is_not_named_to_pagerduty(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket({"name": "Bureau of Examples", "organization_fields": {"sub_usgov_24x7": True}})
    refused = manager.ask(ticket, "call_manager", summary="Bureau of Examples is down.")
    assert error(refused)["details"]["rule"] == "us_government_name"


def test_a_page_that_somebody_has_just_opened_is_known_to_whoever_acts_on_it(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.control("POST", "webhooks", {"enabled": False})
    try:
        sandbox.control("POST", "incidents", {"title": f"ZD#{ticket}", "service_id": "PL3TX00"})
        assert manager.do(ticket, "acknowledge_page")["state"] == "done"
    finally:
        sandbox.control("POST", "webhooks", {"enabled": True})
    assert incident(sandbox, ticket)["status"] == "acknowledged"


def test_where_pagerduty_cannot_be_asked_no_page_is_known_and_not_none(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.fault("pagerduty", "error", status=503)
    refused = manager.ask(ticket, "acknowledge_page")
    assert refused.status_code == 422
    assert "PagerDuty cannot be asked now" in error(refused)["message"]
