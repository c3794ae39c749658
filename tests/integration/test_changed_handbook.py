"""A support-ops person changes lines of the handbook, and the running product follows."""

from collections.abc import Iterator

import pytest

from sandbox.product import Product
from tests.support.changed import changed_product, manager_at
from tests.support.desk import OTHER_MANAGER, Person, Sandbox, error, sign_in

CHANGES = """
emergency:
  route: macro
star:
  minimum_age_minutes: 90
  mechanics:
    triage: null
    celebrate: {text: Tell the team}
  urgencies:
    timely: null
    now: {label: Right now, minutes: 5, impact: high}
zendesk:
  tags: {star_submitted: starred_by_us}
gitlab:
  projects: {feedback: ""}
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product of its own with a handbook of its own."""
    with changed_product(tmp_path_factory.mktemp("changed"), CHANGES) as running:
        yield running


@pytest.fixture
def desk(changed: Product) -> Iterator[tuple[Person, Sandbox]]:
    with manager_at(changed) as made:
        yield made


def test_by_the_macro_route_the_macro_pages_and_the_api_does_not(
    changed: Product, desk: tuple[Person, Sandbox]
) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket()
    assert manager.panel(ticket)["emergency"]["route"] == "macro"
    done = manager.do(ticket, "trigger_emergency", reason="Down.")
    assert [step["name"] for step in done["steps"]] == ["macro", "note"]
    assert done["state"] == "done"
    assert len(sandbox.incidents(ticket)) == 1
    assert {one["vendor"] for one in sandbox.effects(ticket)} == {"zendesk"}
    with sign_in(changed.backend, sandbox, OTHER_MANAGER) as other:
        again = other.ask(ticket, "trigger_emergency", reason="Down, I say.")
    assert again.status_code in {200, 409}
    assert len(sandbox.incidents(ticket)) == 1
    assert len(sandbox.effects(ticket)) == 2


def test_an_hour_and_a_tag_of_ours_hold(desk: tuple[Person, Sandbox]) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket()  # made an hour ago
    star = {"urgency": "now", "plan": "Premium", "reason": "It waits.", "desired_result": "A look."}
    refused = manager.ask(ticket, "open_star", **star)
    assert error(refused)["details"]["rule"] in {"ticket_too_young", "outside_support_hours"}
    assert manager.do(ticket, "open_star", **star, override_reason="It must.")["state"] == "done"
    assert manager.panel(ticket)["ticket"]["tags"] == ["starred_by_us"]
    shown = manager.panel(ticket)["star"]
    assert [one["value"] for one in shown["form"]["urgencies"]] == ["not_urgent", "urgent", "now"]
    assert (shown["issues"][0]["urgency"], shown["issues"][0]["urgency_label"]) == ("now", "Right now")
    steps = shown["issues"][0]["mechanics"]
    assert [one["id"] for one in steps if one["by_person"]] == ["document", "celebrate"]
    assert "triage" not in [one["id"] for one in steps]
    assert manager.do(ticket, "tick_star", step="celebrate")["state"] == "done"
    assert [one["done"] for one in manager.panel(ticket)["star"]["issues"][0]["mechanics"]][-1] is True
    assert manager.ask(ticket, "tick_star", step="triage").status_code == 400
    gone = manager.ask(sandbox.ticket(), "open_star", **star | {"urgency": "timely"})
    assert gone.status_code == 400
    assert "urgency: must be one of not_urgent, urgent, now" in error(gone)["message"]


def test_what_is_not_configured_breaks_nothing_else(desk: tuple[Person, Sandbox]) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket()
    assert manager.panel(ticket)["sources"]["gitlab"]["state"] == "fresh"
    refused = manager.ask(ticket, "link_feedback", issue=1)
    assert error(refused)["details"]["rule"] == "not_configured"
