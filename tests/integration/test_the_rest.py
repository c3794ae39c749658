"""What failed after the first step is made up for: once, by whoever clicks, and only by who may."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in

LASTING = {"status": 422, "method": "PUT"}


@pytest.fixture
def half_done(manager: Person, sandbox: Sandbox) -> Json:
    """An emergency whose page went out, and whose note and tag Zendesk refused for good."""
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.fault("zendesk", "error", path=f"tickets/{ticket}", **LASTING)
    failed = manager.do(ticket, "trigger_emergency", reason="Down.")
    assert [step["state"] for step in failed["steps"]] == ["done", "failed", "failed"]
    sandbox.heal()
    return failed


def shown(manager: Person, operation: Json) -> Json:
    listed = manager.panel(operation["ticket_id"])["operations"]
    found: Json = next(one for one in listed if one["id"] == operation["id"])
    return found


def kinds(effects: list[Json]) -> list[Any]:
    return [one["vendor"] for one in effects]


def test_the_failed_steps_are_done_and_no_other(manager: Person, sandbox: Sandbox, half_done: Json) -> None:
    assert shown(manager, half_done)["rest"] == ["note", "tag"]
    done = manager.do(half_done["ticket_id"], "do_the_rest", operation=half_done["id"])
    assert (done["state"], done["rest_of"]) == ("done", "trigger_emergency")
    assert [(step["name"], step["state"]) for step in done["steps"]] == [("note", "done"), ("tag", "done")]
    effects = sandbox.effects(half_done["ticket_id"])
    assert kinds(effects) == ["pagerduty", "zendesk", "zendesk"]
    # The note names the incident that was paged, as it would have at first.
    assert "Customer emergency paged" in str(effects[1]["body"])
    assert shown(manager, half_done)["rest"] == []


def test_it_is_done_once_however_often_it_is_asked_for(manager: Person, sandbox: Sandbox, half_done: Json) -> None:
    ticket = half_done["ticket_id"]
    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(lambda _: manager.ask(ticket, "do_the_rest", operation=half_done["id"]), range(8)))
    taken = {one.json()["id"] for one in asked if one.status_code < 300}
    assert len(taken) == 1
    assert {error(one)["details"]["rule"] for one in asked if one.status_code >= 300} <= {"nothing_left"}
    manager.ended(taken.pop())
    assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]
    again = manager.ask(ticket, "do_the_rest", operation=half_done["id"])
    assert error(again)["details"]["rule"] == "nothing_left"


def test_what_fails_again_is_offered_again(manager: Person, sandbox: Sandbox, half_done: Json) -> None:
    ticket = half_done["ticket_id"]
    sandbox.fault("zendesk", "error", path=f"tickets/{ticket}", times=1, **LASTING)
    assert manager.do(ticket, "do_the_rest", operation=half_done["id"])["state"] == "failed"
    assert shown(manager, half_done)["rest"] == ["note", "tag"]
    assert shown(manager, half_done)["replaced"]
    half = next(one for one in manager.panel(ticket)["operations"] if one["rest_of"])
    assert (half["rest"], half["replaced"]) == (["note"], False)
    # Asked for by what left it, too.
    last = manager.do(ticket, "do_the_rest", operation=half["id"])
    assert [step["name"] for step in last["steps"]] == ["note"]
    assert last["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def test_who_may_not_page_may_not_do_the_rest_of_a_page(manager: Person, sandbox: Sandbox, half_done: Json) -> None:
    with sign_in(manager.backend, sandbox, AGENT) as agent:
        refused = agent.ask(half_done["ticket_id"], "do_the_rest", operation=half_done["id"])
    assert error(refused)["details"]["rule"] == "role"


def test_an_operation_of_another_ticket_is_none_of_this_one(manager: Person, sandbox: Sandbox, half_done: Json) -> None:
    other = sandbox.ticket()
    for ticket, operation in ((other, half_done["id"]), (half_done["ticket_id"], "ab" * 16)):
        refused = manager.ask(ticket, "do_the_rest", operation=operation)
        assert error(refused)["details"]["rule"] == "no_such_operation"
    done = manager.do(other, "trigger_emergency", reason="Down.")
    assert done["rest"] == []
    refused = manager.ask(other, "do_the_rest", operation=done["id"])
    assert error(refused)["details"]["rule"] == "nothing_left"
