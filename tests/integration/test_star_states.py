"""A STAR and feedback are in the states that their own records say, over real HTTP."""

from typing import Any

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until


@pytest.fixture
def starred(manager: Person, sandbox: Sandbox) -> tuple[int, int]:
    """A ticket with a STAR that another tool opened: ticket and issue."""
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", "Urgency: Urgent")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    return ticket, iid


def star(manager: Person, ticket: int) -> Json:
    found: Json = manager.panel(ticket)["star"]["issues"][0]
    return found


def done(manager: Person, ticket: int) -> list[str]:
    return [step["id"] for step in star(manager, ticket)["mechanics"] if step["done"]]


def board_row(boss: Person, part: str, iid: int) -> Json | None:
    rows = boss.call("GET", "/api/board?rows=5000").json()[part]
    return next((row for row in rows if row["iid"] == iid), None)


def change(sandbox: Sandbox, project: str, iid: int, **changes: Any) -> None:
    sandbox.control("PATCH", f"issues/{project}/{iid}", changes)


def test_a_rejection_that_could_not_close_is_to_be_ended_and_not_acknowledged(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred
    sandbox.fault("gitlab", "error", method="PUT", path=f"issues/{iid}", status=422)
    half = manager.do(ticket, "reject_star", why="Too early.", alternative="Monday.")
    assert half["outcome"] == "partly"
    assert star(manager, ticket)["half_rejected"] == half["id"]
    row = board_row(manager, "stars", iid)
    assert row is not None
    assert (row["state"], row["half_rejected"]) == ("submitted", True)
    assert row["next_step"].startswith("Do the rest")
    assert "Next: Do the rest" in manager.call("GET", "/api/board/hand-off").json()["text"]
    sandbox.heal()
    manager.do(ticket, "do_the_rest", operation=half["id"])
    ended = star(manager, ticket)
    assert (ended["state"], ended["half_rejected"]) == ("unstarred", None)


def test_a_half_rejection_is_nobodys_once_somebody_has_taken_it_on(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred
    sandbox.fault("gitlab", "error", method="PUT", path=f"issues/{iid}", status=422)
    manager.do(ticket, "reject_star", why="Too early.", alternative="Monday.")
    sandbox.heal()
    change(sandbox, "stars", iid, assignees=["lukasz"])
    until(lambda: star(manager, ticket)["state"] == "in_progress")
    assert star(manager, ticket)["half_rejected"] is None


@pytest.mark.parametrize("boss_of_gitlab", ["zoe.mueller", "ADEBAYO"])
def test_a_manager_as_assignee_looks_at_it_and_does_not_drive_it(
    manager: Person, sandbox: Sandbox, boss_of_gitlab: str
) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", assignee=boss_of_gitlab)
    until(lambda: manager.panel(ticket)["star"]["issues"])
    found = manager.panel(ticket)["star"]
    assert (found["state"], found["issues"][0]["state"]) == ("submitted", "submitted")
    assert done(manager, ticket) == []
    row = board_row(manager, "stars", iid)
    assert row is not None
    assert (row["state"], row["next_step"]) == ("submitted", "Acknowledge it")
    manager.do(ticket, "acknowledge_star")
    assert star(manager, ticket)["state"] == "acknowledged"
    change(sandbox, "stars", iid, assignees=[boss_of_gitlab, "lukasz"])
    until(lambda: star(manager, ticket)["state"] == "in_progress")
    assert [one.casefold() for one in star(manager, ticket)["assignees"]] == [boss_of_gitlab.casefold(), "lukasz"]


def test_a_moved_star_says_where_it_goes_on(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}")
    other = sandbox.control("POST", "issues", {"project": "stars", "title": f"Again ZD#{ticket}", "description": ""})
    until(lambda: len(manager.panel(ticket)["star"]["issues"]) == 2)
    change(sandbox, "stars", iid, moved_to_id=other["id"])
    change(sandbox, "stars", other["iid"], state="closed")
    gone = until(
        lambda: next((one for one in manager.panel(ticket)["star"]["issues"] if one["state"] == "moved"), None)
    )
    assert gone["moved_to"]["iid"] == other["iid"]
    assert gone["moved_to"]["url"].endswith(f"/{other['iid']}")
    assert "resolve" not in [step["id"] for step in gone["mechanics"] if step["done"]]


def moved_star(manager: Person, ticket: int) -> Json:
    found: Json = until(lambda: next((one for one in manager.panel(ticket)["star"]["issues"] if one["moved_to"]), None))
    return found


def test_a_star_that_moved_into_a_project_that_is_not_mirrored_says_where(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}")
    there = sandbox.control("POST", "issues", {"project": "escalations", "title": "Goes on here", "description": ""})
    until(lambda: manager.panel(ticket)["star"]["issues"])
    change(sandbox, "stars", iid, moved_to_id=there["id"])
    found = moved_star(manager, ticket)["moved_to"]
    assert found["iid"] == there["iid"]
    assert found["url"].endswith(f"/escalations/-/issues/{there['iid']}")


def test_where_a_star_moved_to_that_gitlab_does_not_tell_is_not_known(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    change(sandbox, "stars", iid, moved_to_id=1)
    assert moved_star(manager, ticket)["moved_to"] == {"iid": None, "url": None}


def test_a_deleted_star_is_gone_once_it_is_asked_for(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred
    sandbox.control("DELETE", f"issues/stars/{iid}")
    failed = manager.do(ticket, "resolve_star", comment="Done.")
    assert failed["state"] == "failed"
    assert manager.panel(ticket)["star"]["state"] == "none"


def test_a_deleted_star_stands_in_nobodys_way(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, iid = starred
    sandbox.control("DELETE", f"issues/stars/{iid}")
    form = {"urgency": "urgent", "plan": "Premium", "reason": "A launch.", "desired_result": "A call."}
    opened = manager.do(ticket, "open_star", **form, override_reason="It is urgent.")
    assert opened["state"] == "done"
    assert [one["iid"] for one in manager.panel(ticket)["star"]["issues"]] != [iid]


def test_each_step_ticks_by_its_own_record_on_panel_board_and_hand_off(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred

    def next_step() -> str:
        row = board_row(manager, "stars", iid)
        assert row is not None
        text = manager.call("GET", "/api/board/hand-off").json()["text"]
        assert row["next_step"] in text
        return str(row["next_step"])

    change(sandbox, "stars", iid, assignees=["lukasz"])
    until(lambda: star(manager, ticket)["state"] == "in_progress")
    assert done(manager, ticket) == ["assign"]
    assert next_step() == "Acknowledge it"
    manager.do(ticket, "acknowledge_star")
    assert done(manager, ticket) == ["acknowledge", "crosslink", "assign"]
    manager.do(ticket, "comment_star", text="Which version is it?", disposition=False)
    assert done(manager, ticket) == ["acknowledge", "crosslink", "assign"]
    assert next_step().startswith("Assess")
    manager.do(ticket, "tick_star", step="triage")
    assert done(manager, ticket) == ["acknowledge", "crosslink", "triage", "assign"]
    manager.do(ticket, "comment_star", text="Ada takes it.")
    assert "document" in done(manager, ticket)
    manager.do(ticket, "tick_star", step="document", done=False)
    assert "document" not in done(manager, ticket)
    assert next_step().startswith("Write the disposition")
    assert [one["method"] for one in sandbox.effects(ticket, star=iid)].count("POST") == 2
    manager.do(ticket, "resolve_star", comment="Done.")
    assert done(manager, ticket) == ["acknowledge", "crosslink", "triage", "assign", "document", "resolve"]


def test_ticking_is_a_managers(product: Product, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    agent = sign_in(product.backend, sandbox, AGENT)
    assert agent.ask(starred[0], "tick_star", step="triage").status_code == 403


def test_a_star_that_was_rejected_and_reopened_is_resolved_in_the_end(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred
    manager.do(ticket, "reject_star", why="Too early.", alternative="Monday.")
    assert star(manager, ticket)["state"] == "unstarred"
    change(sandbox, "stars", iid, state="opened", labels=["unstarred"])
    until(lambda: star(manager, ticket)["state"] == "submitted")
    assert manager.do(ticket, "resolve_star", comment="Ada has it.")["state"] == "done"
    assert star(manager, ticket)["state"] == "resolved"


def test_what_was_asked_for_is_shown_as_plain_text(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    words = (
        "**Why this ticket needs additional attention**\n\n> A launch <b>waits</b>.\n\n## Desired result\nA call.\n\n"
    )
    sandbox.issue("stars", f"Attention for ZD#{ticket}", words + "## Other\n" + "x" * 5000, author="carla")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    found = star(manager, ticket)
    assert (found["reason"], found["desired_result"]) == ("A launch <b>waits</b>.", "A call.")
    assert found["author"] == "carla"
    sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", "> Slow.\n" * 1000, author="carla")
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    feedback = manager.panel(ticket)["feedback"]["issues"][0]
    assert (feedback["text"][:5], feedback["author"]) == ("Slow.", "carla")
    assert 1900 < len(feedback["text"]) <= 2000


@pytest.fixture
def asked(manager: Person, sandbox: Sandbox) -> tuple[int, int]:
    """A ticket whose customer asked for a manager: ticket and feedback issue."""
    ticket = sandbox.ticket()
    iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    return ticket, iid


REQUESTED, CONTACTED = "SSAT::Contact", "ssat-manager-contacted-customer"


def note(sandbox: Sandbox, iid: int, body: str, author: str) -> None:
    sandbox.control("POST", f"issues/feedback/{iid}/notes", {"body": body, "author": author})


def feedback(manager: Person, ticket: int) -> Json:
    found: Json = manager.panel(ticket)["feedback"]["issues"][0]
    return found


def test_somebodys_plus_one_is_no_contact(manager: Person, sandbox: Sandbox, asked: tuple[int, int]) -> None:
    ticket, iid = asked
    note(sandbox, iid, "+1", "carla")
    change(sandbox, "feedback", iid, labels=[REQUESTED, CONTACTED])
    assert error(manager.ask(ticket, "close_feedback", iid=iid))["details"]["rule"] == "contact_missing"
    assert feedback(manager, ticket)["state"] == "contact_due"
    note(sandbox, iid, "Dear customer, I am sorry.", "zoe.mueller")
    until(lambda: feedback(manager, ticket)["state"] == "contacted")
    assert manager.do(ticket, "close_feedback", iid=iid)["state"] == "done"


def test_the_board_keeps_feedback_until_its_ticket_is_on_track(
    manager: Person, sandbox: Sandbox, asked: tuple[int, int]
) -> None:
    ticket, iid = asked
    row = board_row(manager, "feedback", iid)
    assert row is not None
    assert row["state"] == "contact_due"
    manager.do(ticket, "record_contact", iid=iid, text="Dear customer, let us talk.")
    assert feedback(manager, ticket)["on_track"] is False
    row = board_row(manager, "feedback", iid)
    assert row is not None
    assert (row["state"], row["due_at"], row["ticket_id"]) == ("closed", None, ticket)
    assert manager.do(ticket, "feedback_on_track", iid=iid)["state"] == "done"
    assert board_row(manager, "feedback", iid) is None
    assert feedback(manager, ticket)["on_track"] is True


def test_feedback_that_names_no_ticket_is_on_the_board(manager: Person, sandbox: Sandbox) -> None:
    iid = sandbox.issue("feedback", "They are unhappy with us")
    row = until(lambda: board_row(manager, "feedback", iid))
    assert (row["ticket_id"], row["due_at"]) == (None, None)
    change(sandbox, "feedback", iid, state="closed")
    until(lambda: board_row(manager, "feedback", iid) is None)


def test_moved_feedback_is_not_closed(manager: Person, sandbox: Sandbox, asked: tuple[int, int]) -> None:
    ticket, iid = asked
    change(sandbox, "feedback", iid, moved_to_id=1)
    until(lambda: feedback(manager, ticket)["state"] == "moved")
    assert feedback(manager, ticket)["moved_to"] == {"iid": None, "url": None}
    assert board_row(manager, "feedback", iid) is None


def member(sandbox: Sandbox, username: str, **more: Any) -> None:
    sandbox.control("POST", "members", {"project": "stars", "username": username, **more})


def test_who_may_not_see_the_project_is_not_called_assigned(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, _ = starred
    member(sandbox, "stranger", member=False)
    failed = manager.do(ticket, "assign_star", username="Stranger")
    assert failed["state"] == "failed"
    assert "left out @stranger" in failed["steps"][0]["detail"]
    assert "member" in failed["steps"][0]["detail"]
    assert star(manager, ticket)["assignees"] == []


def test_a_blocked_account_is_refused_with_words(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, _ = starred
    member(sandbox, "gone.away", state="blocked")
    refused = error(manager.ask(ticket, "assign_star", username="gone.away"))
    assert (refused["details"]["rule"], "blocked" in refused["message"]) == ("user_blocked", True)
    asked = manager.call("GET", f"/api/tickets/{ticket}/star/assignee?username=gone.away").json()
    assert "blocked" in asked["warnings"][0]


def test_nobody_assigns_everybody(manager: Person, starred: tuple[int, int]) -> None:
    for name in ("@all", "ALL"):
        assert manager.ask(starred[0], "assign_star", username=name).status_code == 422
        assert manager.call("GET", f"/api/tickets/{starred[0]}/star/assignee?username={name}").status_code == 400


def test_naming_another_says_whom_it_takes_off(manager: Person, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, iid = starred
    change(sandbox, "stars", iid, assignees=["Lukasz", "priya"])
    until(lambda: len(star(manager, ticket)["assignees"]) == 2)
    found = manager.call("GET", f"/api/tickets/{ticket}/star/assignee?username=PRIYA").json()
    taken_off = next(one for one in found["warnings"] if one.startswith("takes off"))
    assert taken_off.casefold() == "takes off @lukasz"
    done = manager.do(ticket, "assign_star", username="SIOBHAN")
    assert "@siobhan" in done["steps"][0]["detail"]
    assert star(manager, ticket)["assignees"] == ["siobhan"]


@pytest.mark.parametrize(
    ("line", "mentioned"),
    [("@lukasz", True), ("lukasz", False), ("@no.such.user", False), ("@all", False), ("é@all and @root", False)],
)
def test_only_an_account_that_is_there_is_mentioned(
    manager: Person, sandbox: Sandbox, line: str, mentioned: bool
) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", f"Requested by: {line}")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    manager.do(ticket, "reject_star", why="Too early.", alternative="Monday.")
    body = sandbox.effects(ticket, star=iid)[0]["body"]["body"]
    assert ("@lukasz" in body) == mentioned
    assert "@all" not in body
    assert "@no" not in body
