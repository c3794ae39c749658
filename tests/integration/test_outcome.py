"""An operation says what happened step by step: `outcome` counts every step, and nothing waits for Slack."""

from datetime import datetime

from tests.support.desk import Json, Person, Sandbox, until

FORM: Json = {
    "urgency": "urgent",
    "plan": "Premium",
    "reason": "The launch waits.",
    "desired_result": "A call.",
    "override_reason": "It is urgent.",
}


def step(operation: Json, name: str) -> Json:
    found: Json = next(one for one in operation["steps"] if one["name"] == name)
    return found


def came_to(boss: Person, operation: Json, outcome: str, patience: float = 15.0) -> Json:
    """Wait until an operation has an outcome."""

    def probe() -> Json | None:
        found = boss.operation(operation["id"])
        return found if found["outcome"] == outcome else None

    ended: Json = until(probe, patience)
    return ended


def test_a_page_whose_note_is_refused_is_paged_in_part(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.fault("zendesk", "error", method="PUT", path=f"/tickets/{ticket}", status=422, times=1)
    done = boss.do(ticket, "trigger_emergency", reason="All is down.")
    assert (done["state"], done["outcome"]) == ("failed", "partly")
    assert [step(done, name)["state"] for name in ("page", "note", "tag")] == ["done", "failed", "done"]
    assert boss.panel(ticket)["operations"][0]["outcome"] == "partly"


def test_a_page_that_is_refused_has_failed(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.fault("pagerduty", "error", method="POST", path="/incidents", status=400, times=1)
    done = boss.do(ticket, "trigger_emergency", reason="All is down.")
    assert (done["state"], done["outcome"]) == ("failed", "failed")


def test_an_announcement_that_was_not_found_is_told_beside_what_was_done(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: boss.panel(ticket)["star"]["issues"])
    done = came_to(boss, boss.do(ticket, "acknowledge_star"), "partly")
    assert done["state"] == "done"
    assert step(done, "acknowledge")["state"] == step(done, "macro")["state"] == "done"
    assert step(done, "slack_thread")["state"] == step(done, "slack_sign")["state"] == "failed"


def test_slack_holds_nothing_up_and_is_still_tried(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.fault("slack", "error", path="conversations.history", status=503)
    done = boss.do(ticket, "open_star", **FORM)
    assert (done["state"], done["outcome"]) == ("done", "running")
    assert {one["name"]: one["state"] for one in done["steps"]} == {
        "issue": "done",
        "slack_thread": "waiting",
        "note": "done",
        "tag": "done",
        "deduplicate": "done",
    }
    world.heal()
    assert step(came_to(boss, done, "done"), "slack_thread")["detail"].startswith("Announced")


def test_the_announcement_goes_out_right_behind_the_issue(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.fault("zendesk", "rate_limit", method="PUT", path=f"/tickets/{ticket}", seconds=2, times=1)
    done = came_to(boss, boss.do(ticket, "open_star", **FORM), "done")
    at = {one["name"]: datetime.fromisoformat(one["at"]) for one in done["steps"]}
    assert at["issue"] <= at["slack_thread"] < at["note"] <= at["tag"] <= at["deduplicate"]
    assert (at["slack_thread"] - at["issue"]).total_seconds() < 2 <= (at["note"] - at["issue"]).total_seconds()


def test_a_close_that_is_refused_gets_no_green_check(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    opened = came_to(boss, boss.do(ticket, "open_star", **FORM), "done")
    world.fault("gitlab", "error", method="PUT", path="/issues/", status=400, times=1)
    done = came_to(boss, boss.do(ticket, "resolve_star", comment="On its way."), "partly")
    assert step(done, "close")["state"] == step(done, "slack_sign")["state"] == "failed"
    ts = f"{step(opened, 'slack_thread')['url']}".rsplit("/p", 1)[1]
    (message,) = (
        one
        for one in world.control("GET", "slack")["support_ticket-attention-requests"]
        if one["ts"].replace(".", "") == ts.split("?")[0]
    )
    assert not message.get("reactions")
