"""When the engineer on call cannot go on, and when the manager's shift ends, judged by what the stand-ins committed."""

import pytest

from sandbox.environment import PAGERDUTY_FROM
from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until


@pytest.fixture
def paged(manager: Person, sandbox: Sandbox) -> tuple[int, str]:
    """A ticket whose engineer on call has been paged: ticket and incident."""
    ticket = sandbox.ticket()
    manager.do(ticket, "trigger_emergency", reason="Down.")
    return ticket, incident(manager, ticket)["id"]


def incident(manager: Person, ticket: int) -> Json:
    found: Json = manager.panel(ticket)["emergency"]["incident"]
    return found


def writes_after_the_page(sandbox: Sandbox, ticket: int, incident_id: str) -> list[Json]:
    """List what was written once page, note and tag were done."""
    mine = (f"/incidents/{incident_id}", f"/api/v2/tickets/{ticket}.json")
    return [one for one in sandbox.control("GET", "effects") if one["path"].startswith(mine)][2:]


def paged_people(sandbox: Sandbox, ticket: int) -> list[str]:
    (one,) = sandbox.incidents(ticket)
    found: list[str] = one["paged"]
    return found


def test_a_person_takes_the_page_and_the_note_says_who_was_replaced_and_why(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, page = paged
    choices = manager.panel(ticket)["emergency"]["reassign"]
    people = ["PENG002", "PENG003", "PMGR001", "PMGR002", "PMGR003"]
    assert [one["to"] for one in choices] == ["level:2", "level:3", *people]
    before = incident(manager, ticket)["assigned_to"]
    done = manager.do(ticket, "reassign_page", to="PENG002", reason="Łukasz has lost power. {{ticket.id}} <b>")
    assert [(step["name"], step["state"]) for step in done["steps"]] == [("reassign", "done"), ("note", "done")]
    change, note = writes_after_the_page(sandbox, ticket, page)
    assert (change["method"], change["path"]) == ("PUT", f"/incidents/{page}")
    assert change["body"]["incident"]["assignments"] == [{"assignee": {"id": "PENG002", "type": "user_reference"}}]
    assert "escalation_policy" not in change["body"]["incident"]
    words = note["body"]["ticket"]["comment"]["html_body"]
    assert note["body"]["ticket"]["comment"]["public"] is False
    for part in (
        "Priya Raman",
        before[0],
        "has lost power",
        manager.agent["name"],
        "&lt;b&gt;",
        done["steps"][0]["url"],
    ):
        assert part in words
    assert "{{" not in words
    assert incident(manager, ticket)["assigned_to"] == ["Priya Raman"]
    assert paged_people(sandbox, ticket) == ["PENG001", "PENG002"]
    again = manager.ask(ticket, "reassign_page", to="priya@sandbox.example", reason="Again.")
    assert error(again)["details"]["rule"] == "already_theirs"
    assert len(writes_after_the_page(sandbox, ticket, page)) == 2


def test_a_level_of_the_policy_takes_the_page(manager: Person, sandbox: Sandbox, paged: tuple[int, str]) -> None:
    ticket, page = paged
    assert manager.do(ticket, "reassign_page", to="level:3", reason="Nobody answers.")["state"] == "done"
    change, note = writes_after_the_page(sandbox, ticket, page)
    assert change["body"]["incident"] == {"type": "incident", "escalation_level": 3}
    assert "Ingrid Sørensen (Seniors)" in note["body"]["ticket"]["comment"]["html_body"]
    assert incident(manager, ticket)["assigned_to"] == ["Ingrid Sørensen"]


@pytest.mark.parametrize(
    ("to", "rule"),
    [
        pytest.param(PAGERDUTY_FROM, "sender", id="who-is-never-paged"),
        pytest.param("PBOT001", "sender", id="who-is-never-paged-by-id"),
        pytest.param("nobody@else.example", "responder_unknown", id="unknown-address"),
        pytest.param("PNOPE01", "responder_unknown", id="unknown-id"),
        pytest.param("level:7", "level_unknown", id="unknown-level"),
    ],
)
def test_who_cannot_take_a_page(manager: Person, sandbox: Sandbox, paged: tuple[int, str], to: str, rule: str) -> None:
    ticket, page = paged
    refused = manager.ask(ticket, "reassign_page", to=to, reason="x")
    assert (refused.status_code, error(refused)["details"]["rule"]) == (422, rule)
    assert writes_after_the_page(sandbox, ticket, page) == []
    assert manager.ask(ticket, "reassign_page", to="/users/../x", reason="x").status_code == 422


def test_no_open_page_is_nothing_to_hand_over(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    assert manager.panel(ticket)["emergency"]["reassign"] == []
    refused = manager.ask(ticket, "reassign_page", to="PENG002", reason="x")
    assert error(refused)["details"]["rule"] == "no_open_page"


def test_a_token_that_may_not_gets_the_incidents_address_and_the_way_by_hand(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, page = paged
    sandbox.fault("pagerduty", "error", method="PUT", path="/incidents/", status=403)
    asked = manager.ask(ticket, "reassign_page", to="PENG003", reason="x").json()["id"]
    failed = until(lambda: one if (one := manager.operation(asked))["manual"] else None)
    assert (failed["state"], failed["steps"][0]["state"]) == ("running", "waiting")
    assert "does not let Support On-call do this" in failed["steps"][0]["detail"]
    url = incident(manager, ticket)["url"]
    assert failed["steps"][0]["url"] == url
    assert any(url in line for line in failed["manual"])
    assert any("Siobhán" in line for line in failed["manual"])
    assert writes_after_the_page(sandbox, ticket, page) == []
    sandbox.heal()
    assert manager.ended(asked, patience=40)["state"] == "done"


def test_an_answer_that_was_lost_is_looked_up_and_not_sent_again(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, page = paged
    sandbox.fault("pagerduty", "drop_after_commit", method="PUT", path="/incidents/", times=1)
    assert manager.do(ticket, "reassign_page", to="PENG003", reason="x")["state"] == "done"
    assert [one["method"] for one in writes_after_the_page(sandbox, ticket, page)] == ["PUT", "PUT"]
    assert paged_people(sandbox, ticket) == ["PENG001", "PENG003"]


def test_a_page_that_was_resolved_meanwhile_is_not_handed_over(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, page = paged
    sandbox.control("POST", f"incidents/{page}", {"status": "resolved"})
    answer = manager.ask(ticket, "reassign_page", to="PENG003", reason="x")
    if answer.status_code == 422:  # the mirror had heard of it already
        assert error(answer)["details"]["rule"] == "no_open_page"
    else:
        assert manager.ended(answer.json()["id"])["state"] == "failed"
    until(lambda: incident(manager, ticket)["status"] == "resolved")
    assert writes_after_the_page(sandbox, ticket, page) == []


def test_the_next_manager_finds_how_it_stands(manager: Person, sandbox: Sandbox, paged: tuple[int, str]) -> None:
    ticket, page = paged
    done = manager.do(ticket, "hand_off", to="Adébáyọ̀ Okonkwo", summary="Gitaly is back,\npipelines are not. {{x}}")
    assert [(step["name"], step["state"]) for step in done["steps"]] == [("note", "done"), ("incident_note", "done")]
    written = writes_after_the_page(sandbox, ticket, page)
    assert [(one["vendor"], one["method"]) for one in written] == [("zendesk", "PUT"), ("pagerduty", "POST")]
    words = written[0]["body"]["ticket"]["comment"]["html_body"]
    assert "handed off to Adébáyọ̀ Okonkwo" in words
    assert "pipelines are not" in words
    assert "{{" not in words
    line = written[1]["body"]["note"]["content"]
    assert f"/agent/tickets/{ticket}" in line
    assert "Gitaly" not in line


def test_a_line_on_the_page_whose_answer_was_lost_is_not_written_twice(
    manager: Person, sandbox: Sandbox, paged: tuple[int, str]
) -> None:
    ticket, page = paged
    sandbox.fault("pagerduty", "drop_after_commit", method="POST", path="/notes$", times=1)
    assert manager.do(ticket, "hand_off", to="Zoë", summary="It goes on.")["state"] == "done"
    assert [one["method"] for one in writes_after_the_page(sandbox, ticket, page)] == ["PUT", "POST"]


def test_an_emergency_without_a_page_is_handed_off_in_the_ticket(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    assert manager.do(ticket, "hand_off", to="Zoë", summary="A call is going on.")["state"] == "done"
    assert [one["vendor"] for one in sandbox.effects(ticket)] == ["zendesk"]
    assert manager.ask(ticket, "hand_off", to="x" * 201, summary="y").status_code == 422


@pytest.mark.parametrize(
    "body", [{"kind": "reassign_page", "to": "PENG002", "reason": "x"}, {"kind": "hand_off", "to": "x", "summary": "y"}]
)
def test_both_are_a_managers(product: Product, sandbox: Sandbox, body: Json) -> None:
    agent = sign_in(product.backend, sandbox, AGENT)
    kind = body["kind"]
    refused = agent.ask(sandbox.ticket(), **body)
    assert refused.status_code == 403
    assert kind not in agent.agent["can"]
