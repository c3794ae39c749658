"""Nothing refuses a manager on the mirror's or a tag's word, and only our own page is never doubled."""

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until

STAR: Json = {
    "urgency": "urgent",
    "plan": "Premium",
    "reason": "The launch waits.",
    "desired_result": "A call.",
    "override_reason": "It is urgent.",
}
REASON = "The open one is about another customer."


def opened_elsewhere(manager: Person, sandbox: Sandbox, ticket: int) -> int:
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", "Urgency: Timely")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    return iid


def notes(sandbox: Sandbox, ticket: int) -> list[str]:
    bodies = (one["body"] for one in sandbox.effects(ticket) if one["vendor"] == "zendesk")
    comments = (body["ticket"].get("comment") for body in bodies)
    return [comment["html_body"] for comment in comments if comment]


def test_a_star_that_was_deleted_stands_in_nobody_s_way(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = opened_elsewhere(manager, sandbox, ticket)
    sandbox.control("DELETE", f"issues/stars/{iid}")
    answer = manager.ask(ticket, "open_star", **STAR)
    assert answer.status_code in {201, 202}, answer.text
    manager.ended(answer.json()["id"])
    assert iid not in [one["iid"] for one in manager.panel(ticket)["star"]["issues"]]


def test_our_own_star_that_was_deleted_is_not_given_as_the_answer(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    first = manager.do(ticket, "open_star", **STAR)
    sandbox.control("DELETE", f"issues/stars/{manager.panel(ticket)['star']['issues'][0]['iid']}")
    assert manager.do(ticket, "open_star", **STAR)["id"] != first["id"]


def test_a_star_is_asked_about_where_the_mirror_lags(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = opened_elsewhere(manager, sandbox, ticket)
    sandbox.fault("gitlab", "error", method="GET", path="/issues$", status=503)
    sandbox.control("PATCH", f"issues/stars/{iid}", {"state": "closed"})
    answer = manager.ask(ticket, "open_star", **STAR)
    sandbox.heal()
    assert answer.status_code in {201, 202}, answer.text


def test_gitlab_that_cannot_be_asked_is_named(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    opened_elsewhere(manager, sandbox, ticket)
    sandbox.fault("gitlab", "error", method="GET", path="/issues", status=503)
    refused = error(manager.ask(ticket, "open_star", **STAR))
    assert (refused["code"], refused["details"]["despite"]) == ("already_open", True)
    assert "as last read; GitLab" in refused["message"]


def test_a_manager_opens_a_second_star_with_a_reason(manager: Person, sandbox: Sandbox, product: Product) -> None:
    ticket = sandbox.ticket()
    iid = opened_elsewhere(manager, sandbox, ticket)
    refused = error(manager.ask(ticket, "open_star", **STAR))
    assert refused["code"] == "already_open"
    assert refused["details"]["despite"] is True
    assert refused["details"]["reference"] == str(iid)
    assert refused["details"]["url"].endswith(f"/{iid}")
    with sign_in(product.backend, sandbox, AGENT) as agent:
        assert error(agent.ask(ticket, "open_star", **STAR))["details"]["despite"] is False
        forbidden = agent.ask(ticket, "open_star", **STAR, despite=REASON)
        assert (forbidden.status_code, error(forbidden)["code"]) == (403, "forbidden")
    assert sandbox.effects(ticket)[1:] == []
    done = manager.do(ticket, "open_star", **STAR, despite=REASON)
    assert done["state"] == "done"
    (note,) = notes(sandbox, ticket)
    assert note.startswith(f"<p>Sent all the same: STAR issue #{iid} is open for this ticket")
    assert note.index(REASON) < note.index("The launch waits.")


@pytest.mark.parametrize(("despite", "status"), [("  ", 422), ("x" * 20_001, 422), (7, 400)])
def test_a_reason_is_a_text(manager: Person, sandbox: Sandbox, despite: object, status: int) -> None:
    ticket = sandbox.ticket()
    assert manager.ask(ticket, "trigger_emergency", reason="Down.", despite=despite).status_code == status
    assert sandbox.effects(ticket) == []


def test_a_manager_pages_beside_somebody_else_s_page(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.control("POST", "incidents", {"title": f"ZD#{ticket} production down", "service_id": "PL3TX00"})
    known = until(lambda: manager.panel(ticket)["emergency"]["incident"])
    assert manager.panel(ticket)["emergency"]["despite"] is True
    refused = error(manager.ask(ticket, "trigger_emergency", reason="Down."))
    assert (refused["code"], refused["details"]["despite"], refused["details"]["url"]) == (
        "already_open",
        True,
        known["url"],
    )
    done = manager.do(ticket, "trigger_emergency", reason="Down.", despite=REASON)
    assert done["outcome"] == "done"
    assert len(sandbox.incidents(ticket)) == 2
    (note,) = notes(sandbox, ticket)
    assert note.startswith(f"<p>Sent all the same: PagerDuty incident #{known['number']} is open for this ticket")
    assert note.index(REASON) < note.index("Customer emergency paged")


def test_our_own_page_is_never_doubled(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    first = manager.do(ticket, "trigger_emergency", reason="Down.")
    assert manager.panel(ticket)["emergency"]["despite"] is False
    again = manager.ask(ticket, "trigger_emergency", reason="Still down.", despite=REASON)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    assert len(sandbox.incidents(ticket)) == 1


def test_a_tag_that_outlived_its_incident_is_free(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(tags=["trigger_manual_emergency"])
    assert manager.do(ticket, "trigger_emergency", reason="Down again.")["outcome"] == "done"


def test_a_tag_that_nobody_can_be_asked_about_is_gone_past(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(tags=["trigger_manual_emergency"])
    assert sandbox.incidents(ticket) == []
    sandbox.fault("pagerduty", "error", method="GET", path="/incidents", status=503)
    refused = error(manager.ask(ticket, "trigger_emergency", reason="Down."))
    assert refused["details"]["despite"] is True
    assert "PagerDuty" in refused["message"]
    sandbox.heal()
    assert manager.do(ticket, "trigger_emergency", reason="Down.", despite=REASON)["outcome"] == "done"
