"""A ticket that nobody has looked at yet: read at once, once for all who wait, and never waited for too long."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.product import Product, running_product
from tests.support.desk import AGENT, LIGHT_AGENT, MANAGER, Json, Person, Sandbox, sign_in, until


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product with a thread for each of fifty agents."""
    with running_product(tmp_path_factory.mktemp("cold"), environment={"THREADS": "128"}) as running:
        yield running


def calls(sandbox: Sandbox, ticket: int) -> list[Json]:
    return [one for one in sandbox.control("GET", "calls") if f"/tickets/{ticket}" in one["path"]]


def test_fifty_agents_who_open_the_same_ticket_cost_one_fetch(product: Product, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    people = [sign_in(product.backend, sandbox, user) for user in (MANAGER, AGENT, LIGHT_AGENT)] * 17
    sandbox.fault("zendesk", "slow", path=f"tickets/{ticket}", seconds=1)
    together = threading.Barrier(50)

    def look(person: Person) -> str:
        together.wait()
        return str(Person(person.backend, person.session, person.agent).panel(ticket)["ticket"]["id"])

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(look, people[:50])) == {str(ticket)}
    assert len(calls(sandbox, ticket)) == 1


def test_what_is_late_is_shown_as_being_read_and_comes_with_a_later_look(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.fault("zendesk", "slow", path=f"tickets/{ticket}", seconds=5)
    panel = manager.panel(ticket)
    assert panel["ticket"] is None
    assert panel["sources"]["zendesk"] == {"state": "unavailable", "as_of": None, "error": None, "skipped": []}
    assert panel["emergency"]["entitlement"]["because"] == "The ticket is being read from Zendesk."
    assert panel["on_call"]["manager"]["name"]
    until(lambda: manager.panel(ticket)["ticket"])
    assert len(calls(sandbox, ticket)) == 1


def test_a_change_that_is_late_makes_the_copy_stale_not_fresh(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(subject="Old words")
    manager.panel(ticket)
    sandbox.fault("zendesk", "slow", method="GET", path=f"tickets/{ticket}", seconds=4, times=1)
    sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "New words"})
    until(lambda: manager.panel(ticket)["sources"]["zendesk"]["state"] == "stale")
    until(lambda: manager.panel(ticket)["ticket"]["subject"] == "New words")
    assert manager.panel(ticket)["sources"]["zendesk"]["state"] == "fresh"


def test_a_paged_ticket_is_read_with_its_replies_at_the_same_time(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    manager.do(ticket, "trigger_emergency", reason="Down.")
    sandbox.fault("zendesk", "slow", method="GET", path=f"tickets/{ticket}", seconds=1)
    changed = sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "Both"})["updated_at"]
    before = len(calls(sandbox, ticket))
    manager.panel(ticket, f"?updated_at={changed}")
    first, second = calls(sandbox, ticket)[before : before + 2]
    assert {first["path"].rpartition("/")[2], second["path"].rpartition("/")[2]} == {f"{ticket}.json", "comments.json"}
    # Each takes a second: that the second one began within the first one's shows in the sandbox's own log.
    assert first["at"][:17] == second["at"][:17]


def test_who_joins_a_fetch_that_began_too_early_gets_another(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(subject="Old words")
    sandbox.fault("zendesk", "slow", path=f"tickets/{ticket}", seconds=0.6)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(manager.panel, ticket)
        until(lambda: calls(sandbox, ticket))
        other = Person(manager.backend, manager.session, manager.agent)
        changed = sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "New words"})["updated_at"]
        assert other.panel(ticket, f"?updated_at={changed}")["ticket"]["subject"] == "New words"
        first.result()


def test_a_ticket_that_is_not_ours_is_not_asked_for_again_and_again(manager: Person, sandbox: Sandbox) -> None:
    path = "/api/tickets/987654321/panel?updated_at=2026-03-04T09:00:00Z"
    assert [manager.call("GET", path).status_code for _ in range(5)] == [404] * 5
    assert len(calls(sandbox, 987654321)) == 1


def test_a_change_that_lies_ahead_is_answered_and_asked_for_once_a_second_at_most(
    manager: Person, sandbox: Sandbox
) -> None:
    ticket, began = sandbox.ticket(), time.monotonic()
    for _ in range(8):
        assert manager.panel(ticket, "?updated_at=2099-12-31T23:59:59Z")["ticket"]["id"] == ticket
    assert len(calls(sandbox, ticket)) <= 1 + (time.monotonic() - began)
