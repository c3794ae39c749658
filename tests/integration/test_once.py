"""Nothing twice, nothing lost: clicks that race, vendors that fail half way, workers that are killed."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.product import Product, running_product
from tests.support.changed import FAST_SYNC, manager_at
from tests.support.desk import OTHER_MANAGER, Json, Person, Sandbox, sign_in, until
from tests.support.processes import children

pytestmark = pytest.mark.long(80)

STAR = {
    "urgency": "urgent",
    "plan": "Premium",
    "reason": "The launch waits.",
    "desired_result": "A call today.",
    "override_reason": "The deadline is today.",
}
PAGE = {"vendor": "pagerduty", "method": "POST", "path": "^/incidents$"}
CREATE = {"vendor": "gitlab", "method": "POST", "path": "issues$"}


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own, whose worker may be killed: another follows it."""
    with running_product(tmp_path_factory.mktemp("fragile"), environment=FAST_SYNC) as running:
        yield running


def kinds(effects: list[Json]) -> list[str]:
    return [one["vendor"] for one in effects]


def test_a_second_click_is_the_same_operation(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: manager.ask(ticket, "trigger_emergency", key="same-key", reason="x"), range(8))
        )
    assert {answer.status_code for answer in answers} <= {200, 201, 202}
    (operation,) = {answer.json()["id"] for answer in answers}
    assert manager.ended(operation)["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def test_two_managers_at_once_page_once(manager: Person, product: Product, sandbox: Sandbox) -> None:
    other = sign_in(product.backend, sandbox, OTHER_MANAGER)
    for _ in range(5):
        ticket = sandbox.ticket()
        with ThreadPoolExecutor(10) as pool:
            people = [manager, other] * 5
            answers = list(pool.map(lambda who, t=ticket: who.ask(t, "trigger_emergency", reason="Down."), people))
        (operation,) = {answer.json()["id"] for answer in answers}
        assert sorted(answer.status_code for answer in answers)[-1] in {201, 202}
        assert manager.ended(operation)["state"] == "done"
        assert len(sandbox.incidents(ticket)) == 1
        assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def test_two_people_at_once_open_one_star(manager: Person, product: Product, sandbox: Sandbox) -> None:
    other = sign_in(product.backend, sandbox, OTHER_MANAGER)
    ticket = sandbox.ticket()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda who: who.ask(ticket, "open_star", **STAR), [manager, other] * 5))
    (operation,) = {answer.json()["id"] for answer in answers}
    assert manager.ended(operation)["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["gitlab", "zendesk", "zendesk"]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"mode": "error", "status": 500}, id="500"),
        pytest.param({"mode": "error", "status": 503}, id="503"),
        pytest.param({"mode": "reset"}, id="reset"),
        pytest.param({"mode": "rate_limit", "seconds": 1}, id="429"),
        pytest.param({"mode": "drop_after_commit"}, id="dropped-after-commit"),
        pytest.param({"mode": "truncated"}, id="truncated-after-commit"),
        pytest.param({"mode": "html"}, id="html-after-commit"),
    ],
)
class TestOneFaultOnTheWay:
    def test_a_page_is_sent_once_all_the_same(self, manager: Person, sandbox: Sandbox, fault: Json) -> None:
        ticket = sandbox.ticket()
        sandbox.control("POST", "faults", PAGE | fault | {"times": 1})
        assert manager.do(ticket, "trigger_emergency", reason="Down.")["state"] == "done"
        assert len(sandbox.incidents(ticket)) == 1
        assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]

    def test_a_note_is_written_once_all_the_same(self, manager: Person, sandbox: Sandbox, fault: Json) -> None:
        if fault["mode"] in {"error", "reset"}:
            # A note in doubt is looked for during 60 s before it is sent again: the long faults do that.
            fault = fault | {"mode": "drop_after_commit"}
        ticket = sandbox.ticket()
        sandbox.control("POST", "faults", {"vendor": "zendesk", "method": "PUT", "times": 1} | fault)
        assert manager.do(ticket, "trigger_emergency", reason="Down.")["state"] == "done"
        assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


@pytest.mark.parametrize("mode", ["drop_after_commit", "truncated", "html"])
def test_an_issue_whose_answer_was_lost_is_found_again(manager: Person, sandbox: Sandbox, mode: str) -> None:
    ticket = sandbox.ticket()
    sandbox.control("POST", "faults", CREATE | {"mode": mode, "times": 1})
    answer = manager.ask(ticket, "open_star", **STAR)
    assert answer.status_code == 202
    assert answer.json()["state"] == "unknown"
    assert manager.ended(answer.json()["id"])["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["gitlab", "zendesk", "zendesk"]


@pytest.mark.parametrize("mode", ["drop_after_commit", "truncated", "html"])
def test_a_macro_whose_answer_was_lost_is_found_again(manager: Person, sandbox: Sandbox, mode: str) -> None:
    ticket = sandbox.ticket()
    macro = next(one for one in manager.panel(ticket)["macros"] if one["title"] == "Downgrade emergency ticket")
    sandbox.control("POST", "faults", {"vendor": "zendesk", "method": "PUT", "mode": mode, "times": 1})
    assert manager.do(ticket, "apply_macro", macro_id=macro["id"])["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["zendesk"]


def test_a_database_that_is_locked_for_a_while_strands_nothing(fragile: Product) -> None:
    with manager_at(fragile) as (manager, sandbox):
        ticket = sandbox.ticket()
        sandbox.fault("pagerduty", "slow", method="POST", seconds=1, times=1)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(manager.ask, ticket, "trigger_emergency", reason="Down.")
            until(lambda: any(fault["fired"] for fault in sandbox.control("GET", "faults")))
            other = sqlite3.connect(
                fragile.environment["DATABASE_URL"].removeprefix("sqlite:///"), isolation_level=None
            )
            other.execute("BEGIN IMMEDIATE")
            time.sleep(7)
            other.execute("ROLLBACK")
            other.close()
            answer = asked.result()
        assert manager.ended(answer.json()["id"], patience=40)["state"] == "done"
        assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def test_while_it_is_not_confirmed_the_way_by_hand_is_shown(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.control("POST", "faults", PAGE | {"mode": "error", "status": 500})
    answer = manager.ask(ticket, "trigger_emergency", reason="Down.")
    assert answer.status_code == 202
    shown = until(lambda: one if (one := manager.operation(answer.json()["id"]))["state"] == "unknown" else None)
    assert any(str(ticket) in line for line in shown["manual"])
    assert any("Customer Support" in line for line in shown["manual"])
    assert sandbox.incidents(ticket) == []
    assert manager.panel(ticket)["operations"][0]["state"] == "unknown"
    sandbox.heal()
    assert manager.ended(answer.json()["id"], patience=30)["state"] == "done"
    assert len(sandbox.incidents(ticket)) == 1


def test_a_refusal_of_pagerduty_fails_with_its_reason(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.control("POST", "faults", PAGE | {"mode": "error", "status": 400, "times": 1})
    failed = manager.do(ticket, "trigger_emergency", reason="Down.")
    assert failed["state"] == "failed"
    assert "refused the request (status 400" in failed["steps"][0]["detail"]
    assert failed["manual"]
    assert [step["state"] for step in failed["steps"][1:]] == ["failed", "failed"]
    assert sandbox.effects(ticket) == []
    assert manager.do(ticket, "trigger_emergency", reason="Down.")["state"] == "done"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_tried_again_and_the_page_goes_out_once(
    manager: Person, sandbox: Sandbox, status: int
) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.control("POST", "faults", PAGE | {"mode": "error", "status": status, "times": 5})
    operation = manager.ask(ticket, "trigger_emergency", reason="Down.").json()["id"]
    # The way by hand is there before anybody has waited for long.
    shown = until(lambda: one if (one := manager.operation(operation))["manual"] else None)
    assert (shown["state"], shown["steps"][0]["state"]) == ("running", "waiting")
    assert "PagerDuty: does not let Support On-call" in shown["steps"][0]["detail"]
    assert shown["steps"][0]["detail"].endswith("trying again")
    assert manager.ended(operation, patience=40)["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_follow_up_that_is_refused_for_a_while_takes_place(manager: Person, sandbox: Sandbox, status: int) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    # Zendesk's client tries a 401 twice by itself, with a new token.
    sandbox.fault("zendesk", "error", method="PUT", path=f"tickets/{ticket}", status=status, times=4)
    operation = manager.ask(ticket, "trigger_emergency", reason="Down.").json()["id"]
    assert manager.ended(operation, patience=60)["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def test_a_note_that_zendesk_refuses_is_given_to_be_written_by_hand_and_the_board_says_so(
    manager: Person, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.fault("zendesk", "error", method="PUT", path=f"tickets/{ticket}", status=403)
    operation = manager.ask(ticket, "trigger_emergency", reason="All is down.\nSince noon.").json()["id"]
    note, tag = until(lambda: manager.operation(operation)["manual"] or None, 15)
    head, *lines = note.split("\n")
    assert head == f"Write an internal note on ticket {ticket}:"
    assert any(line.startswith("Customer emergency paged by ") and "(http" in line for line in lines)
    assert lines[-2:] == ["Reason: All is down.", "Since noon."]
    assert tag == f"Add the tag emergency_paged to ticket {ticket}"
    # The panel tells of it as well, though nothing but time has passed.
    until(lambda: manager.panel(ticket)["operations"][0]["manual"] == [note, tag])
    words = "Support On-call cannot write notes and tags to tickets: Zendesk does not let Support On-call do this"

    def told() -> list[Json]:
        return [one for one in manager.call("GET", "/api/board").json()["lost"] if one["text"].startswith(words)]

    assert until(told, 15)[0]["at"].endswith("Z")
    sandbox.heal()
    assert manager.ended(operation, patience=60)["manual"] == []
    until(lambda: not told(), 15)


def test_paging_works_while_zendesk_is_down(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.fault("zendesk", "error", status=503)
    answer = manager.ask(ticket, "trigger_emergency", reason="Down.")
    assert answer.status_code == 202
    assert answer.json()["steps"][0]["state"] == "done"
    sandbox.heal()
    assert manager.ended(answer.json()["id"], patience=30)["state"] == "done"
    assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def kill_worker(product: Product) -> None:
    """Kill the gunicorn worker without warning; the arbiter starts another in its slot."""
    for worker in children(product.processes[1].pid):
        os.kill(worker, signal.SIGKILL)


@pytest.mark.parametrize("held", ["pagerduty", "zendesk"])
def test_a_killed_worker_resumes_its_work(fragile: Product, held: str) -> None:
    with manager_at(fragile) as (manager, sandbox):
        ticket = sandbox.ticket()
        manager.panel(ticket)
        method = "POST" if held == "pagerduty" else "PUT"
        sandbox.fault(held, "slow", method=method, seconds=3, times=1)
        answer = manager.ask(ticket, "trigger_emergency", reason="Down.")
        assert answer.status_code == 202
        until(lambda: any(fault["fired"] for fault in sandbox.control("GET", "faults")))
        kill_worker(fragile)
        until(lambda: _answers(manager))
        # A write that was cut off is in doubt: it is looked for during 60 s before it is sent again.
        assert manager.ended(answer.json()["id"], patience=40)["state"] == "done"
        assert kinds(sandbox.effects(ticket)) == ["pagerduty", "zendesk", "zendesk"]


def _answers(person: Person) -> bool:
    try:
        return person.http.get(f"{person.backend}/healthz", timeout=2).ok
    except OSError:
        return False
