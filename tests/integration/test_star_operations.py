"""The life of a STAR from the ticket, judged by what the stand-ins committed."""

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, Json, Person, Sandbox, error, sign_in, until


@pytest.fixture
def starred(manager: Person, sandbox: Sandbox) -> tuple[int, int]:
    """A ticket with a STAR that another tool opened: ticket and issue."""
    ticket = sandbox.ticket()
    sandbox.control("POST", "members", {"project": "stars", "username": "carla"})
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
    comment = macro["body"]["ticket"]["comment"]
    assert f"/issues/{iid}" in (comment.get("html_body") or comment["body"])


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
    issue = star(manager, ticket)
    assert issue["state"] == "unstarred"
    assert (issue["rejection"]["why"], issue["rejection"]["alternative"]) == ("Too early.", "Look on Monday.")
    note = sandbox.effects(ticket, star=iid)[0]
    for words in ("@carla", "> Too early.", "> Look on Monday."):
        assert words in note["body"]["body"]


def test_an_agent_may_comment_and_no_more(product: Product, sandbox: Sandbox, starred: tuple[int, int]) -> None:
    ticket, _ = starred
    agent = sign_in(product.backend, sandbox, AGENT)
    assert agent.do(ticket, "comment_star", text="The customer called.")["state"] == "done"
    assert [one["text"] for one in agent.panel(ticket)["star"]["issues"][0]["comments"]] == ["The customer called."]
    for kind, body in {
        "acknowledge_star": {},
        "assign_star": {"username": "lukasz"},
        "resolve_star": {"comment": "x"},
        "reject_star": {"why": "x", "alternative": "y"},
    }.items():
        assert agent.ask(ticket, kind, **body).status_code == 403


def test_without_a_star_there_is_nothing_to_take(manager: Person, sandbox: Sandbox) -> None:
    assert error(manager.ask(sandbox.ticket(), "acknowledge_star"))["details"]["rule"] == "no_open_star"


def assignee(manager: Person, ticket: int, username: str) -> Json:
    answer = manager.call("GET", f"/api/tickets/{ticket}/star/assignee?username={username}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def test_what_speaks_against_somebody_is_said_before_they_are_assigned(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, iid = starred
    busy = sandbox.ticket()
    other = sandbox.issue("stars", f"Attention for ZD#{busy}", assignee="priya")
    until(lambda: manager.panel(busy)["star"]["issues"])
    assert any(f"#{other}" in warning for warning in assignee(manager, ticket, "@priya")["warnings"])
    assert "on call now as engineer" in assignee(manager, ticket, "lukasz")["warnings"]
    assert assignee(manager, ticket, "dana.whitfield")["known"] is True
    assert assignee(manager, ticket, "nobody.at.all") == {
        "username": "nobody.at.all",
        "known": False,
        "warnings": [],
        "like": [],
    }
    refused = manager.call("GET", f"/api/tickets/{ticket}/star/assignee?username=a b")
    assert (refused.status_code, error(refused)["code"]) == (400, "bad_request")
    assert sandbox.effects(ticket, star=iid) == []


def mechanics(manager: Person, ticket: int) -> list[str]:
    return [step["id"] for step in star(manager, ticket)["mechanics"] if step["done"]]


def test_the_steps_of_a_star_are_ticked_off_as_they_are_done(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    thread = "https://example.slack.com/archives/C0STARS/p1795512345678900"
    sandbox.issue("stars", f"Attention for ZD#{ticket}", f"Thread: {thread}")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    assert star(manager, ticket)["thread"] == thread
    assert mechanics(manager, ticket) == []
    manager.do(ticket, "acknowledge_star")
    assert mechanics(manager, ticket) == ["acknowledge", "crosslink"]
    manager.do(ticket, "comment_star", text="Can it wait until Monday?")
    assert mechanics(manager, ticket) == ["acknowledge", "crosslink", "document"]
    manager.do(ticket, "tick_star", step="triage")
    manager.do(ticket, "assign_star", username="siobhan")
    manager.do(ticket, "resolve_star", comment="Siobhán has it.")
    assert len(mechanics(manager, ticket)) == 6


def test_a_macro_applied_by_itself_counts_as_the_cross_link(
    manager: Person, sandbox: Sandbox, starred: tuple[int, int]
) -> None:
    ticket, _ = starred
    macro = manager.panel(ticket)["star"]["form"]["crosslink_macro"]
    assert manager.do(ticket, "apply_macro", macro_id=macro)["state"] == "done"
    assert mechanics(manager, ticket) == ["crosslink"]


def test_the_form_of_a_star_is_judged_while_it_is_filled_in(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(form="L&R")
    form = manager.panel(ticket)["star"]["form"]
    assert [one["key"] for one in form["licence"]] == ["subject", "sales_assisted", "ends"]
    assert manager.panel(sandbox.ticket())["star"]["form"]["licence"] == []

    def judged(**draft: object) -> Json:
        answer = manager.call("POST", f"/api/tickets/{ticket}/star/checks", draft)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    ids = {one["id"] for one in judged()["checks"]}
    assert not ids & {"engineer_not_contacted", "no_business_reason"}
    assert judged()["licence"]["missing"] == ["subject"]
    trial = judged(engineer_contacted=False, reason=" ", licence={"subject": "trial", "sales_assisted": "no"})
    found = {one["id"]: one["level"] for one in trial["checks"]}
    assert found["licence_trial_not_assisted"] == "refuse"
    assert (found["engineer_not_contacted"], found["no_business_reason"]) == ("warn", "warn")
    assert trial["licence"]["level"] == "refuse"
    assert judged(licence={"subject": "plan", "ends": "soon"})["licence"]["level"] == "ok"
    for draft in ({"licence": {"subject": "moon"}}, {"weather": 1}):
        assert manager.call("POST", f"/api/tickets/{ticket}/star/checks", draft).status_code == 400
    assert sandbox.effects(ticket) == []


def test_a_manager_overrides_what_the_licence_questions_refuse(
    manager: Person, product: Product, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket(form="L&R")
    body: Json = {"urgency": "timely", "plan": "Trial", "reason": "They decide today.", "desired_result": "More time."}
    body |= {"engineer_contacted": False, "licence": {"subject": "trial", "sales_assisted": "no"}}
    agent = sign_in(product.backend, sandbox, AGENT)
    refused = agent.ask(ticket, "open_star", **body, override_reason="Please.")
    assert refused.status_code == 422
    assert error(refused)["details"]["rule"] in {"licence_trial_not_assisted", "outside_support_hours"}
    assert manager.do(ticket, "open_star", **body, override_reason="Sales asked.")["state"] == "done"
    words = sandbox.effects(ticket)[0]["body"]["description"]
    for line in ("Engineer asked first: no", "Does Sales assist this trial? No", "> Sales asked."):
        assert line in words
    again = manager.ask(ticket, "open_star", **body | {"reason": "Once more."}, override_reason="I insist.")
    assert again.status_code == 200  # the open one, and no second
    assert len([one for one in sandbox.effects(ticket) if one["vendor"] == "gitlab"]) == 1
