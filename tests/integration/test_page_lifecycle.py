"""What a page lives through in PagerDuty is what panel, board and the next trigger go by."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.product import running_product
from tests.support.changed import manager_at
from tests.support.desk import Json, Person, Sandbox, error, until

pytestmark = pytest.mark.long(50)

SUPPORT, ELSEWHERE, POOL = "PL3TX00", "PTFI8XR", "PAPACBK"
DEAF = {"PAGERDUTY_WEBHOOK_SECRETS": "", "ZENDESK_WEBHOOK_SECRETS": ""}
Desk = tuple[Person, Sandbox]


@pytest.fixture(scope="module", params=["webhooks", "listing"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A product that hears of changes, and one that only lists what is open."""
    environment = {"SYNC_SECONDS": "5"} if request.param == "webhooks" else {"SYNC_SECONDS": "0.4"} | DEAF
    with (
        running_product(tmp_path_factory.mktemp(request.param), environment=environment) as product,
        manager_at(product) as both,
    ):
        yield both


@pytest.fixture(scope="module")
def deaf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A product that neither hears of changes nor lists them again within a test."""
    environment = {"SYNC_SECONDS": "3600"} | DEAF
    with (
        running_product(tmp_path_factory.mktemp("deaf"), environment=environment) as product,
        manager_at(product) as both,
    ):
        yield both


def opened(sandbox: Sandbox, title: str, **more: object) -> str:
    made: Json = sandbox.control("POST", "incidents", {"title": title, "service_id": SUPPORT} | more)
    return str(made["id"])


def change(sandbox: Sandbox, incident: str, **changes: object) -> None:
    sandbox.control("PATCH", f"incidents/{incident}", changes)


def paged(manager: Person, sandbox: Sandbox) -> tuple[int, str]:
    """Page for a ticket of its own; give ticket and incident."""
    ticket = sandbox.ticket()
    assert manager.do(ticket, "trigger_emergency", reason="Down.")["state"] == "done"
    return ticket, emergency(manager, ticket)["incident"]["id"]


def emergency(manager: Person, ticket: int) -> Json:
    found: Json = manager.panel(ticket)["emergency"]
    return found


def status(manager: Person, ticket: int) -> str | None:
    incident = emergency(manager, ticket)["incident"]
    return incident and str(incident["status"])


def pages_sent(sandbox: Sandbox, ticket: int) -> int:
    sent = [one for one in sandbox.control("GET", "effects") if (one["method"], one["path"]) == ("POST", "/incidents")]
    return len([one for one in sent if f"zendesk-{ticket}-" in one["body"]["incident"]["incident_key"]])


def on_board(manager: Person, ticket: int) -> list[Json]:
    return [
        one for one in manager.call("GET", "/api/board?rows=5000").json()["emergencies"] if one["ticket_id"] == ticket
    ]


def ago(**parts: float) -> str:
    return (datetime.now(UTC) - timedelta(**parts)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_what_was_reopened_is_open_again_and_a_new_trigger_leads_to_it(desk: Desk) -> None:
    manager, sandbox = desk
    ticket, page = paged(manager, sandbox)
    change(sandbox, page, status="resolved")
    until(lambda: status(manager, ticket) == "resolved")
    assert on_board(manager, ticket) == []
    time.sleep(1.1)  # PagerDuty tells times in whole seconds
    change(sandbox, page, status="triggered")
    until(lambda: status(manager, ticket) == "triggered")
    assert emergency(manager, ticket)["incident"]["since"] > emergency(manager, ticket)["incident"]["created_at"]
    assert [one["status"] for one in on_board(manager, ticket)] == ["triggered"]
    again = manager.ask(ticket, "trigger_emergency", reason="Down again.")
    assert again.status_code == 200, again.text
    assert (again.json()["kind"], pages_sent(sandbox, ticket)) == ("trigger_emergency", 1)


def test_a_page_on_another_service_is_still_ours(desk: Desk) -> None:
    manager, sandbox = desk
    ticket, page = paged(manager, sandbox)
    change(sandbox, page, service_id=ELSEWHERE, title="Renamed by somebody")
    until(lambda: emergency(manager, ticket)["incident"]["title"] == "Renamed by somebody")
    assert manager.ask(ticket, "trigger_emergency", reason="x").status_code == 200
    assert pages_sent(sandbox, ticket) == 1
    change(sandbox, page, status="resolved")
    until(lambda: status(manager, ticket) == "resolved")
    time.sleep(1.1)
    change(sandbox, page, status="triggered")
    until(lambda: status(manager, ticket) == "triggered")


def test_what_a_page_was_merged_into_counts_as_the_page(desk: Desk) -> None:
    manager, sandbox = desk
    ticket, page = paged(manager, sandbox)
    target = opened(sandbox, "Everything is down", service_id=ELSEWHERE)
    change(sandbox, page, merged_into=target)
    shown = until(lambda: (found := emergency(manager, ticket))["incident"]["id"] == target and found)
    assert (shown["incident"]["status"], shown["others_open"]) == ("triggered", shown["others_open"])
    assert ticket not in [one["ticket_id"] for one in shown["others_open"]]
    (merged,) = [one for one in shown["incidents"] if one["id"] == page]
    assert merged["merged_into"] == {"number": shown["incident"]["number"], "url": shown["incident"]["url"]}
    refused = manager.ask(ticket, "trigger_emergency", reason="x")
    assert (refused.status_code, error(refused)["code"]) == (409, "already_open")
    assert error(refused)["details"]["url"] == shown["incident"]["url"]
    assert [one["number"] for one in on_board(manager, ticket)] == [shown["incident"]["number"]]
    change(sandbox, target, status="resolved")
    until(lambda: status(manager, ticket) == "resolved")


def test_a_renamed_incident_leaves_its_first_ticket(desk: Desk) -> None:
    manager, sandbox = desk
    first, second = sandbox.ticket(), sandbox.ticket()
    incident = opened(sandbox, f"ZD#{first}")
    until(lambda: status(manager, first) == "triggered")
    change(sandbox, incident, title=f"ZD#{second}", status="acknowledged")
    until(lambda: status(manager, second) == "acknowledged")
    assert emergency(manager, first)["incident"] is None
    change(sandbox, incident, service_id=ELSEWHERE)
    until(lambda: emergency(manager, second)["incident"] is None)


def test_a_number_elsewhere_in_a_title_never_blocks_and_is_shown_apart(desk: Desk) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket()
    opened(sandbox, f"502 on all 3 nodes, ZD#{ticket}")
    (mention,) = until(lambda: emergency(manager, ticket)["may_concern"])
    assert mention["title"] == f"502 on all 3 nodes, ZD#{ticket}"
    assert (mention["status"], emergency(manager, ticket)["incident"]) == ("triggered", None)
    assert error(manager.ask(ticket, "reassign_page", to="PENG002", reason="x"))["details"]["rule"] == "no_open_page"
    assert manager.do(ticket, "trigger_emergency", reason="Down.")["state"] == "done"
    assert pages_sent(sandbox, ticket) == 1


def test_a_person_who_has_it_is_told_of_as_the_last(desk: Desk) -> None:
    manager, sandbox = desk
    ticket, page = paged(manager, sandbox)
    assert emergency(manager, ticket)["incident"]["escalates"]["to"] == "the managers"
    change(sandbox, page, assignees=["PENG003"])
    shown = until(lambda: (one := emergency(manager, ticket)["incident"])["escalates"] is None and one)
    assert "Nobody else will be told" in shown["clock"]["because"]
    assert len(shown["assignees"]) == 1
    choices = [one["to"] for one in emergency(manager, ticket)["reassign"]]
    assert choices[0] == "level:1"
    back = manager.do(ticket, "reassign_page", to="level:2", reason="x")
    assert "Nobody else" not in back["steps"][0]["detail"]
    handed = manager.do(ticket, "reassign_page", to="PENG002", reason="x")
    assert handed["steps"][0]["detail"].endswith("Nobody else will be told")


def test_a_low_urgency_incident_rings_no_phone_and_has_no_levels(desk: Desk) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket()
    opened(sandbox, f"ZD#{ticket}", urgency="low")
    shown = until(lambda: emergency(manager, ticket)["incident"])
    assert (shown["urgency"], shown["escalates"]) == ("low", None)
    assert "no phone rings" in shown["clock"]["because"]
    assert not [one for one in emergency(manager, ticket)["reassign"] if one["to"].startswith("level:")]
    assert error(manager.ask(ticket, "reassign_page", to="level:2", reason="x"))["details"]["rule"] == "low_urgency"


def test_resolved_is_no_contact_until_somebody_else_than_the_requester_has_replied(desk: Desk) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket(requester_id=7201)
    incident = opened(sandbox, f"ZD#{ticket}", created_at=ago(minutes=9))
    until(lambda: status(manager, ticket) == "triggered")
    change(sandbox, incident, status="resolved")
    until(lambda: status(manager, ticket) == "resolved")
    sandbox.control("POST", f"comments/{ticket}", {"body": "Hello?", "author_id": 7201, "public": True})
    until(lambda: manager.panel(ticket, f"?updated_at={ago()}"))
    shown = emergency(manager, ticket)["incident"]
    assert (shown["replied_at"], "no public reply yet" in shown["clock"]["because"]) == (None, True)
    sandbox.control("POST", f"comments/{ticket}", {"body": "We are on it.", "author_id": 7202, "public": True})
    sandbox.control(
        "POST", f"comments/{ticket}", {"body": "me too", "author": "customer", "public": True, "count": 110}
    )
    until(lambda: manager.panel(ticket, f"?updated_at={ago(seconds=-1)}")["emergency"]["incident"]["replied_at"])


def test_the_pools_page_is_shown_like_any(desk: Desk) -> None:
    manager, sandbox = desk
    ticket = sandbox.ticket()
    assert manager.do(ticket, "page_backup_pool", summary="Second one.")["state"] == "done"
    shown = emergency(manager, ticket)
    assert (shown["incident"], shown["pool_incident"]["status"]) == (None, "triggered")
    change(sandbox, shown["pool_incident"]["id"], status="acknowledged")
    until(lambda: emergency(manager, ticket)["pool_incident"]["acknowledged_by"])
    (row,) = on_board(manager, ticket)
    assert (row["pool"], row["status"]) == (True, "acknowledged")


def test_an_incident_opened_by_hand_just_now_is_seen_before_the_page(deaf: Desk) -> None:
    manager, sandbox = deaf
    ticket = sandbox.ticket()
    opened(sandbox, f"{ticket}")
    refused = manager.ask(ticket, "trigger_emergency", reason="Down.")
    assert (refused.status_code, error(refused)["code"]) == (409, "already_open")
    assert pages_sent(sandbox, ticket) == 0
    assert status(manager, ticket) == "triggered"


def test_what_was_resolved_just_now_holds_up_no_page(deaf: Desk) -> None:
    manager, sandbox = deaf
    ticket, page = paged(manager, sandbox)
    change(sandbox, page, status="resolved")
    assert manager.ask(ticket, "trigger_emergency", reason="Down again.").status_code in {201, 202}
    assert pages_sent(sandbox, ticket) == 2


def test_what_was_reopened_moved_or_merged_just_now_is_seen_before_the_page(deaf: Desk) -> None:
    manager, sandbox = deaf
    ticket, page = paged(manager, sandbox)
    change(sandbox, page, status="resolved")
    change(sandbox, page, status="triggered")
    change(sandbox, page, service_id=ELSEWHERE)
    assert manager.ask(ticket, "trigger_emergency", reason="x").status_code == 200
    target = opened(sandbox, "Down", service_id=ELSEWHERE)
    change(sandbox, page, merged_into=target)
    assert manager.ask(ticket, "trigger_emergency", reason="x").status_code == 409
    assert pages_sent(sandbox, ticket) == 1


def test_a_pagerduty_that_lists_nothing_in_time_holds_up_no_page(deaf: Desk) -> None:
    manager, sandbox = deaf
    ticket = sandbox.ticket()
    sandbox.fault("pagerduty", "slow", method="GET", path="^/incidents", seconds=6)
    began = time.monotonic()
    try:
        sent = manager.ask(ticket, "trigger_emergency", reason="Down.")
        assert sent.status_code in {201, 202}
        assert time.monotonic() - began < 5
    finally:
        sandbox.heal()
    assert pages_sent(sandbox, ticket) == 1


def test_a_page_that_was_open_all_along_is_not_called_paged(deaf: Desk) -> None:
    manager, sandbox = deaf
    ticket = sandbox.ticket()
    opened(sandbox, "Down", incident_key=f"zendesk-{ticket}-emergency", created_at=ago(hours=3))
    sandbox.fault("pagerduty", "error", method="GET", path="^/incidents", status=503, times=2)
    done = manager.do(ticket, "trigger_emergency", reason="Down.")
    assert "Nobody was paged anew" in done["steps"][0]["detail"]
    note = next(one for one in sandbox.effects(ticket) if one["vendor"] == "zendesk")
    assert "paged nobody anew" in note["body"]["ticket"]["comment"]["html_body"]


def test_the_decision_of_the_last_emergency_is_dated_history(deaf: Desk) -> None:
    manager, sandbox = deaf
    ticket = sandbox.ticket()
    override = {"verdict": "not_emergency", "reason": "A test system."}
    manager.do(ticket, "record_assessment", answers={"compromise": "yes"}, override=override)
    shown = manager.panel(ticket)
    assert {key: shown["emergency"]["decision"][key] for key in ("verdict", "reason")} == override
    assert "compromised" in [one["id"] for one in shown["notices"]]
    time.sleep(1.1)
    opened(sandbox, f"ZD#{ticket}", status="resolved")
    sandbox.control("GET", "incidents")
    ended = opened(sandbox, f"{ticket}")
    assert manager.ask(ticket, "trigger_emergency", reason="x").status_code == 409
    change(sandbox, ended, status="resolved")
    assert manager.ask(ticket, "reassign_page", to="PENG002", reason="x").status_code == 422
    shown = manager.panel(ticket)
    assert shown["emergency"]["decision"]["reason"] == "A test system."
    assert not [one for one in shown["emergency"]["questions"] if one["prefill"]]
    assert "compromised" not in [one["id"] for one in shown["notices"]]
