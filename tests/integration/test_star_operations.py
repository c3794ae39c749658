"""The life of a STAR from the ticket, judged by what the stand-ins committed."""

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until


@pytest.fixture
def starred(manager: Person, sandbox: Sandbox) -> tuple[int, int]:
    """A ticket with a STAR that another tool opened: ticket and issue."""
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", "Urgency: Urgent\n\nRequested by: @carla")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    return ticket, iid


def star(manager: Person, ticket: int) -> Json:
    found: Json = manager.panel(ticket)["star"]["issues"][0]
    return found


def test_acknowledging_cross_links_once(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, iid = starred
    done = manager.do(ticket, "acknowledge_star")
    assert done["state"] == "done"
    assert star(manager, ticket)["state"] == "acknowledged"
    assert manager.do(ticket, "acknowledge_star")["id"] == done["id"]
    (macro,) = sandbox.effects(ticket, star=iid)
    assert macro["method"] == "PUT"
    assert f"/issues/{iid}" in macro["body"]["ticket"]["comment"]["html_body"]


def test_assigning_names_who_drives_it(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, _ = starred
    busy = sandbox.ticket()
    sandbox.issue("stars", f"Attention for ZD#{busy}", assignee="lukasz")
    until(lambda: manager.panel(busy)["star"]["issues"])
    done = manager.do(ticket, "assign_star", username="@lukasz")
    assert done["state"] == "done"
    assert "already on STAR issue" in done["steps"][0]["detail"]
    # Their GitLab account shows the e-mail that PagerDuty has for the engineer on call.
    assert "on call now as engineer" in done["steps"][0]["detail"]
    assert (star(manager, ticket)["state"], star(manager, ticket)["assignee"]) == ("in_progress", "lukasz")
    refused = manager.ask(ticket, "assign_star", username="nobody.at.all")
    assert error(refused)["details"]["rule"] == "user_unknown"
    assert manager.ask(ticket, "assign_star", username="a b; /close").status_code == 422


def test_a_comment_is_quoted(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, iid = starred
    manager.do(ticket, "comment_star", text="/close\nCan it wait? @all")
    (note,) = sandbox.effects(ticket, star=iid)
    assert "> /close\n> Can it wait?" in note["body"]["body"]
    assert star(manager, ticket)["state"] == "submitted"


def test_resolving_comments_labels_and_closes(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, iid = starred
    refused = manager.ask(ticket, "resolve_star", comment="Done.", label="made-up")
    assert error(refused)["details"]["rule"] == "label"
    done = manager.do(ticket, "resolve_star", comment="Ada has it.", label="Escalation::Response-Time")
    assert done["state"] == "done"
    assert star(manager, ticket)["state"] == "resolved"
    writes = sandbox.effects(ticket, star=iid)
    assert [one["method"] for one in writes] == ["POST", "PUT"]
    assert "> Ada has it." in writes[0]["body"]["body"]
    assert writes[1]["body"] == {"state_event": "close", "add_labels": "Escalation::Response-Time"}
    assert error(manager.ask(ticket, "resolve_star", comment="Again."))["details"]["rule"] == "no_open_star"


def test_rejecting_says_why_and_tells_the_initiator(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred
    assert manager.ask(ticket, "reject_star", why="Too early.", alternative=" ").status_code == 422
    assert manager.do(ticket, "reject_star", why="Too early.", alternative="Look on Monday.")["state"] == "done"
    assert star(manager, ticket)["state"] == "unstarred"
    note = sandbox.effects(ticket, star=iid)[0]
    for words in ("@carla", "> Too early.", "> Look on Monday."):
        assert words in note["body"]["body"]


def test_an_agent_may_comment_and_no_more(product: Product, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, _ = starred
    agent = sign_in(product.backend, sandbox, AGENT)
    assert agent.do(ticket, "comment_star", text="The customer called.")["state"] == "done"
    for kind, body in {
        "acknowledge_star": {},
        "assign_star": {"username": "lukasz"},
        "resolve_star": {"comment": "x"},
        "reject_star": {"why": "x", "alternative": "y"},
    }.items():
        assert agent.ask(ticket, kind, **body).status_code == 403


def test_without_a_star_there_is_nothing_to_take(manager: Person, sandbox: Sandbox) -> None:
    assert error(manager.ask(sandbox.ticket(), "acknowledge_star"))["details"]["rule"] == "no_open_star"
