"""The panel API: one page of truth, cheap to ask again, honest when a vendor is down."""

import json
import time

import pytest

from tests.support.desk import PREMIUM, STRICT, Json, Person, Sandbox, error, until

PARTS = {
    "ticket",
    "on_call",
    "emergency",
    "star",
    "feedback",
    "macros",
    "notices",
    "links",
    "operations",
    "sources",
    "on_call_channel",
}


def test_it_has_all_its_parts(manager: Person, sandbox: Sandbox) -> None:
    panel = manager.panel(sandbox.ticket(subject="עזרה 🚒 <b>", priority="high"))
    assert set(panel) == PARTS
    assert panel["on_call_channel"] == "#spt_on-call"
    assert panel["ticket"]["subject"] == "עזרה 🚒 <b>"
    assert panel["ticket"]["plan"] == "Self-managed Premium"
    assert panel["emergency"]["entitlement"]["rule"] == "E6"
    assert panel["emergency"]["incident"] is None
    assert panel["star"]["state"] == "none"
    assert panel["feedback"]["issues"] == []
    assert panel["on_call"]["manager"]["name"]
    assert panel["on_call"]["engineer"]["next"] != panel["on_call"]["engineer"]["name"]
    assert [one["title"] for one in panel["macros"] if one["pages"]] == ["Support::Managers::Trigger manual emergency"]
    assert {source["state"] for source in panel["sources"].values()} == {"fresh"}


def test_a_reported_emergency_is_said_until_somebody_judges_otherwise(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(ticket_form_id=360001264259)
    assert manager.panel(ticket)["emergency"]["reported"]["by"] == "form"
    manager.do(
        ticket,
        "record_assessment",
        answers={"production": "no"},
        override={"verdict": "not_emergency", "reason": "No."},
    )
    assert manager.panel(ticket)["emergency"]["reported"] is None


def test_issues_of_other_tools_are_matched_by_the_exact_number(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    by_number = sandbox.issue("stars", f"Please look at ZD#{ticket}", labels=["Urgency::Urgent"])
    address = f"{sandbox.url}/agent/tickets/{ticket}"
    by_url = sandbox.issue("stars", "Please look", f"{address}\n\nUrgency: Timely")
    sandbox.issue("stars", "Please look", f"https://help.example/agent/tickets/{ticket}")
    sandbox.issue("stars", f"ZD#{ticket}9 and ZD#9{ticket}")
    sandbox.issue("feedback", f"Negative feedback for ticket {ticket}9")
    sandbox.issue("feedback", "Something else", f"Negative feedback for ticket {ticket}")
    feedback = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: len(manager.panel(ticket)["star"]["issues"]) == 2 and manager.panel(ticket)["feedback"]["issues"])
    panel = manager.panel(ticket)
    assert {one["iid"]: one["urgency"] for one in panel["star"]["issues"]} == {by_number: "urgent", by_url: "timely"}
    assert [one["iid"] for one in panel["feedback"]["issues"]] == [feedback]
    assert panel["feedback"]["issues"][0]["due_at"].endswith("Z")


def test_what_changes_in_gitlab_and_pagerduty_shows_within_seconds(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"ZD#{ticket}")
    until(lambda: manager.panel(ticket)["star"]["state"] == "submitted")
    sandbox.control("PATCH", f"issues/stars/{iid}", {"assignee": "lukasz"})
    until(lambda: manager.panel(ticket)["star"]["state"] == "in_progress")
    sandbox.control("PATCH", f"issues/stars/{iid}", {"state": "closed"})
    until(lambda: manager.panel(ticket)["star"]["state"] == "resolved")


def test_the_ticket_is_fetched_when_the_caller_has_seen_a_newer_one(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(subject="Old words")
    first = manager.panel(ticket)["ticket"]["updated_at"]
    time.sleep(1.1)
    # Zendesk's own word of the change would have it read, too.
    sandbox.control("POST", "webhooks", {"enabled": False})
    try:
        changed: Json = sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "New words"})
    finally:
        sandbox.control("POST", "webhooks", {"enabled": True})
    assert manager.panel(ticket, f"?updated_at={first}")["ticket"]["subject"] == "Old words"
    assert manager.panel(ticket, f"?updated_at={changed['updated_at']}")["ticket"]["subject"] == "New words"


def test_a_change_is_shown_at_once_ours_and_others(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    for number in range(3):
        changed: Json = sandbox.control("PATCH", f"tickets/{ticket}", {"subject": f"Words {number}"})
        assert manager.panel(ticket, f"?updated_at={changed['updated_at']}")["ticket"]["subject"] == f"Words {number}"
    manager.do(ticket, "trigger_emergency", reason="Down.")
    read_at = manager.panel(ticket)["sources"]["zendesk"]["as_of"]
    assert "emergency_paged" in manager.panel(ticket)["ticket"]["tags"]
    manager.do(ticket, "record_assessment", answers={})
    sandbox.fault("zendesk", "error", status=503)
    assert manager.panel(ticket)["sources"]["zendesk"]["as_of"] >= read_at
    sandbox.heal()
    until(lambda: manager.panel(ticket)["sources"]["zendesk"]["state"] == "fresh")


def test_panels_ask_neither_gitlab_nor_pagerduty(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    seen = manager.panel(ticket)["ticket"]["updated_at"]

    def calls() -> list[Json]:
        return [one for one in sandbox.control("GET", "calls") if f"tickets/{ticket}" in one["path"]]

    before, started = len(calls()), time.monotonic()
    others = len([one for one in sandbox.control("GET", "calls") if one["vendor"] != "zendesk"])
    for _ in range(200):
        manager.panel(ticket, f"?updated_at={seen}")
    assert len(calls()) == before
    rounds = (time.monotonic() - started) / 0.4 + 2
    more = len([one for one in sandbox.control("GET", "calls") if one["vendor"] != "zendesk"]) - others
    # Four calls a sync round (two trackers, incidents, two rotations), whatever the number of panels.
    assert more <= rounds * 5


def test_asking_again_costs_a_304_that_says_how_fresh_it_is(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    path = f"/api/tickets/{ticket}/panel"
    first = manager.call("GET", path)

    def unchanged() -> bool:
        again = manager.call("GET", path, If_None_Match=first.headers["ETag"])
        if again.status_code == 304:
            assert again.content == b""
            assert set(json.loads(again.headers["X-As-Of"])) == {"zendesk", "gitlab", "pagerduty"}
        return again.status_code == 304

    assert unchanged()
    as_of = json.loads(first.headers["X-As-Of"])["gitlab"]

    def fresher() -> bool:
        again = manager.call("GET", path, If_None_Match=first.headers["ETag"])
        return again.status_code == 304 and json.loads(again.headers["X-As-Of"])["gitlab"] > as_of

    until(fresher)


@pytest.mark.parametrize(
    ("vendor", "mode", "keeps"),
    [
        ("gitlab", {"mode": "error", "status": 503}, "pagerduty"),
        ("gitlab", {"mode": "html"}, "pagerduty"),
        ("gitlab", {"mode": "truncated"}, "zendesk"),
        ("pagerduty", {"mode": "reset"}, "gitlab"),
        ("pagerduty", {"mode": "rate_limit", "seconds": 1}, "zendesk"),
        ("pagerduty", {"mode": "html"}, "gitlab"),
        ("zendesk", {"mode": "error", "status": 502}, "gitlab"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["mode"],
)
def test_one_vendor_down_takes_down_its_own_part_only(
    manager: Person, sandbox: Sandbox, vendor: str, mode: Json, keeps: str
) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.fault(vendor, **mode)

    def stale() -> bool:
        panel = manager.panel(ticket, "?updated_at=2100-01-01T00:00:00Z")
        source = panel["sources"][vendor]
        assert source["as_of"]
        return bool(source["state"] == "stale" and source["error"] and panel["sources"][keeps]["state"] == "fresh")

    until(stale)
    sandbox.heal()
    until(lambda: manager.panel(ticket)["sources"][vendor]["state"] == "fresh", patience=30)


def test_a_ticket_that_cannot_be_read_is_unknown_and_not_empty(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.fault("zendesk", "error", status=500, path=f"/tickets/{ticket}")
    panel = manager.panel(ticket)
    assert panel["ticket"] is None
    assert panel["emergency"]["entitlement"]["answer"] == "unknown"
    assert panel["sources"]["zendesk"]["state"] == "unavailable"
    assert "500" in panel["sources"]["zendesk"]["error"]
    assert panel["sources"]["gitlab"]["state"] == "fresh"
    sandbox.heal()
    until(lambda: manager.panel(ticket)["ticket"])


def test_a_slow_zendesk_does_not_hold_the_panel(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.fault("zendesk", "slow", seconds=5, times=1, path=f"/tickets/{ticket}")
    panel = manager.panel(ticket)
    assert panel["ticket"] is None
    assert panel["on_call"]["manager"]
    until(lambda: manager.panel(ticket)["ticket"])


def test_unknown_deleted_and_foreign_tickets_are_not_found(manager: Person, sandbox: Sandbox) -> None:
    deleted = sandbox.ticket()
    sandbox.control("DELETE", f"tickets/{deleted}")
    foreign = sandbox.ticket(brand_id=360_000_100_002)
    for ticket in (99_999_999, deleted, foreign):
        for answer in (
            manager.call("GET", f"/api/tickets/{ticket}/panel"),
            manager.ask(ticket, "trigger_emergency", reason="Down."),
        ):
            assert answer.status_code == 404
            assert str(ticket) in error(answer)["message"]
    assert sandbox.incidents(foreign) == []


class TestAssessment:
    def test_it_judges_by_the_rules_and_writes_nothing(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        verdict = manager.assess(ticket, STRICT)
        assert verdict["entitlement"]["rule"] == "E6"
        assert (verdict["qualification"]["verdict"], verdict["qualification"]["rule"]) == ("emergency", "Q2")
        assert verdict["qualification"]["macros"] == ["General::Emergency::Strict Definition"]
        assert manager.assess(ticket, {})["qualification"]["missing"][:4] == [
            "production", "unusable", "scope", "compromise",
        ]  # fmt: skip
        assert sandbox.effects(ticket) == []

    def test_a_time_can_be_given(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket({"organization_fields": {"sub_usgov_12x5": True}})
        within = manager.assess(ticket, {}, as_of="2026-11-20T20:00:00Z")
        outside = manager.assess(ticket, {}, as_of="2026-11-21T20:00:00Z")
        assert (within["entitlement"]["answer"], outside["entitlement"]["answer"]) == ("yes", "out_of_hours")

    def test_no_entitlement_means_no_qualification(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket({"organization_fields": {"support_level": "Free"}})
        verdict = manager.assess(ticket, STRICT)
        assert (verdict["entitlement"]["rule"], verdict["qualification"]) == ("E8", None)


def test_several_emergencies_of_one_customer_are_told_and_the_text_says_which_ticket_continues(
    manager: Person, sandbox: Sandbox
) -> None:
    made = sandbox.control("POST", "tickets", {"ticket": {}, "organization": PREMIUM})
    first, organization = made["id"], made["organization_id"]
    second, strangers = sandbox.ticket(None, organization_id=organization), sandbox.ticket()
    for ticket in (first, strangers):
        manager.panel(ticket)
        sandbox.control("POST", "incidents", {"title": f"ZD#{ticket}", "service_id": "PL3TX00"})

    def told() -> list[str]:
        return [one["text"] for one in manager.panel(second)["notices"] if one["id"] == "same_customer"]

    (text,) = until(told)
    assert text.startswith(f"Emergencies are open on ticket #{first}, too.")
    questions = manager.panel(second)["emergency"]["questions"]
    answers = {one["key"]: "no" for one in questions} | {"scope": "some", "symptom": "other", "topic": "none"}
    reply = manager.assess(second, answers, continues=first)["reply"]
    assert f"Your ticket {first} is about the same and continues" in reply
    assert f"Ticket {second}, this one, continues" in manager.assess(second, answers)["reply"]
