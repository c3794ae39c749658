"""What an incident lives through behind the product's back, and the events that PagerDuty sends of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.support.desk import Telling

SUPPORT, MANAGERS = "PL3TX00", "PTFI8XR"


def make(control: requests.Session, **more: Any) -> str:
    answer = control.post("/incidents", json={"title": "Emergency", "service_id": SUPPORT} | more)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    return made


def change(control: requests.Session, incident: str, **wish: Any) -> None:
    answer = control.patch(f"/incidents/{incident}", json=wish)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == incident


def shown(pagerduty: requests.Session, incident: str) -> dict[str, Any]:
    found: dict[str, Any] = pagerduty.get(f"/incidents/{incident}").json()["incident"]
    return found


def ago(**more: float) -> str:
    return (datetime.now(UTC) - timedelta(**more)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_is_made_with_urgency_and_people(control: requests.Session, pagerduty: requests.Session) -> None:
    made = shown(pagerduty, make(control, urgency="low", assignees=["PENG002", "PENG003"], created_at=ago(hours=2)))
    assert (made["urgency"], made["assigned_via"], made["pending_actions"]) == ("low", "direct_assignment", [])
    assert [one["assignee"]["id"] for one in made["assignments"]] == ["PENG002", "PENG003"]
    assert {one["at"] for one in made["assignments"]} == {made["created_at"]}


def test_a_new_page_escalates_in_ten_minutes_until_a_person_has_it(
    control: requests.Session, pagerduty: requests.Session
) -> None:
    incident = make(control)
    before = shown(pagerduty, incident)
    (action,) = before["pending_actions"]
    due = datetime.fromisoformat(action["at"]) - datetime.fromisoformat(before["assignments"][0]["at"])
    assert (action["type"], due) == ("escalate", timedelta(minutes=10))
    change(control, incident, assignees=["PENG003"])
    after = shown(pagerduty, incident)
    assert (after["assigned_via"], after["pending_actions"]) == ("direct_assignment", [])
    assert after["escalation_policy"]["id"] == before["escalation_policy"]["id"]


def test_a_resolved_one_is_reopened_under_its_id(telling: Telling, control: requests.Session) -> None:
    incident = make(telling.control)
    for status in ("resolved", "triggered"):
        change(telling.control, incident, status=status)
    events = telling.events(incident)
    assert [one["event"]["event_type"] for one in events] == [
        "incident.triggered", "incident.resolved", "incident.reopened",
    ]  # fmt: skip
    data = events[-1]["event"]["data"]
    assert (data["status"], data["id"], bool(data["reopened_at"])) == ("triggered", incident, True)
    assert data["assignees"]


def test_people_and_status_together_mean_theirs(control: requests.Session, pagerduty: requests.Session) -> None:
    incident = make(control, status="resolved")
    change(control, incident, assignees=["PENG003"], status="acknowledged")
    found = shown(pagerduty, incident)
    assert [one["assignee"]["id"] for one in found["assignments"]] == ["PENG003"]
    assert [one["acknowledger"]["id"] for one in found["acknowledgements"]] == ["PENG003"]
    assert found["resolved_at"] is None


def test_a_reopened_one_pages_anew_and_is_resolved_no_more(
    control: requests.Session, pagerduty: requests.Session
) -> None:
    incident = make(control, status="resolved")
    assert shown(pagerduty, incident)["assignments"] == []
    change(control, incident, status="acknowledged")
    found = shown(pagerduty, incident)
    assert (found["status"], found["resolved_at"]) == ("acknowledged", None)
    assert len(found["assignments"]) == 1
    assert len(found["acknowledgements"]) == 1


def test_an_acknowledgement_runs_out(telling: Telling) -> None:
    incident = make(telling.control, status="acknowledged")
    change(telling.control, incident, status="triggered")
    last = telling.events(incident)[-1]["event"]
    assert (last["event_type"], last["data"]["status"]) == ("incident.unacknowledged", "triggered")
    # Nobody did it: the service is named.
    assert last["agent"]["type"] == "service_reference"


def test_times_say_since_when(control: requests.Session, pagerduty: requests.Session) -> None:
    incident = make(control, created_at=ago(minutes=30))
    opened = shown(pagerduty, incident)
    assert opened["assignments"][0]["at"] == opened["created_at"] == opened["last_status_change_at"]
    change(control, incident, status="acknowledged")
    taken = shown(pagerduty, incident)
    assert taken["last_status_change_at"] == taken["acknowledgements"][0]["at"] > opened["created_at"]
    assert taken["assignments"] == opened["assignments"]
    change(control, incident, title="Renamed", created_at=ago(hours=5))
    renamed = shown(pagerduty, incident)
    assert (renamed["title"], renamed["last_status_change_at"]) == ("Renamed", taken["last_status_change_at"])
    assert renamed["created_at"] < opened["created_at"]


def test_a_merge_resolves_the_source_and_names_the_target(telling: Telling) -> None:
    source, target = make(telling.control), make(telling.control, title="The one that stays")
    change(telling.control, source, merged_into=target)
    last = telling.events(f"'id': '{source}'")[-1]["event"]
    reason = last["data"]["resolve_reason"]
    assert (last["event_type"], last["data"]["status"]) == ("incident.resolved", "resolved")
    assert (reason["type"], reason["incident"]["id"]) == ("merge_resolve_reason", target)
    assert reason["incident"]["type"] == "incident_reference"
    listed = {one["id"]: one["merged_into"] for one in telling.control.get("/incidents").json()}
    assert (listed[source], listed[target]) == (target, None)


@pytest.mark.parametrize(
    ("wish", "event"),
    [
        pytest.param({"service_id": MANAGERS}, "incident.service_updated", id="moved"),
        pytest.param({"assignees": ["PENG003"]}, "incident.reassigned", id="reassigned"),
        pytest.param({"status": "acknowledged"}, "incident.acknowledged", id="acknowledged"),
        pytest.param({"status": "resolved"}, "incident.resolved", id="resolved"),
    ],
)
def test_each_change_sends_its_event(telling: Telling, wish: dict[str, Any], event: str) -> None:
    incident = make(telling.control)
    change(telling.control, incident, **wish)
    kinds = [one["event"]["event_type"] for one in telling.events(incident)]
    assert kinds == ["incident.triggered", event]


@pytest.mark.parametrize("wish", [{"title": "Other words"}, {"urgency": "low"}, {"created_at": "2026-01-01T00:00:00Z"}])
def test_pagerduty_sends_no_event_for_what_has_none(telling: Telling, wish: dict[str, Any]) -> None:
    incident = make(telling.control)
    change(telling.control, incident, **wish)
    assert [one["event"]["event_type"] for one in telling.events(incident)] == ["incident.triggered"]


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({"state": "open"}, id="unknown-key"),
        pytest.param({"status": "merged"}, id="unknown-status"),
        pytest.param({"urgency": "medium"}, id="unknown-urgency"),
        pytest.param({"service_id": "PNOPE"}, id="unknown-service"),
        pytest.param({"assignees": ["PNOPE"]}, id="unknown-person"),
        pytest.param({"assignees": "PENG001"}, id="people-no-list"),
        pytest.param({"assignees": []}, id="nobody"),
        pytest.param({"assignees": ["PENG001"], "status": "resolved"}, id="people-of-a-resolved-one"),
        pytest.param({"merged_into": "PNOPE"}, id="unknown-target"),
        pytest.param({"created_at": "yesterday"}, id="no-time"),
    ],
)
def test_refuses_what_means_nothing_and_changes_nothing(
    control: requests.Session, pagerduty: requests.Session, wish: dict[str, Any]
) -> None:
    incident = make(control)
    before = shown(pagerduty, incident)
    answer = control.patch(f"/incidents/{incident}", json={"title": "New"} | wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert shown(pagerduty, incident) == before


def test_two_open_ones_with_one_key_are_refused_in_a_sentence(control: requests.Session) -> None:
    first = make(control, incident_key="k", status="resolved")
    make(control, incident_key="k")
    answer = control.patch(f"/incidents/{first}", json={"status": "triggered"})
    assert answer.status_code == 400
    assert "matching dedup key" in answer.json()["error"]["message"]
    for wish in ({"merged_into": first}, {"assignees": ["PENG001"]}):
        assert control.patch(f"/incidents/{first}", json=wish).status_code == 400


def test_a_low_urgency_incident_goes_to_no_level(control: requests.Session, pagerduty: requests.Session) -> None:
    incident = make(control, urgency="low")
    wish = {"incident": {"type": "incident", "escalation_level": 2}}
    answer = pagerduty.put(f"/incidents/{incident}", json=wish)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 2001)
    raised = {"incident": {"type": "incident", "urgency": "high", "escalation_level": 2}}
    assert pagerduty.put(f"/incidents/{incident}", json=raised).json()["incident"]["urgency"] == "high"


def test_the_api_moves_and_renames_too(control: requests.Session, pagerduty: requests.Session) -> None:
    wish = {"incident": {"type": "incident", "service": {"id": MANAGERS, "type": "service_reference"}, "title": "x"}}
    found = pagerduty.put(f"/incidents/{make(control)}", json=wish).json()["incident"]
    assert (found["service"]["id"], found["title"]) == (MANAGERS, "x")


def test_an_escalation_and_a_delegation_are_told(telling: Telling) -> None:
    incident = make(telling.control)
    pager = telling.running.world.pager
    record = pager.incidents[incident]
    for policy, level in ((None, 2), ("PAPACEP", 1)):
        pager.escalate(record, policy, level, None)
        telling.running.world.tell()
    kinds = [one["event"]["event_type"] for one in telling.events(incident)]
    assert kinds == ["incident.triggered", "incident.escalated", "incident.delegated"]


def test_a_note_is_answered_with_200_and_told(telling: Telling) -> None:
    incident = make(telling.control)
    note = requests.post(
        f"{telling.running.url}/pagerduty/incidents/{incident}/notes",
        json={"note": {"content": "On my way"}},
        headers={"Authorization": "Token token=sandbox-pagerduty-token", "From": "zoe.mueller@sandbox.example"},
        timeout=5,
    )
    assert note.status_code == 200
    last = telling.events(incident)[-1]["event"]
    assert (last["event_type"], last["agent"]["id"]) == ("incident.annotated", "PMGR001")
    assert (last["data"]["content"], last["data"]["incident"]["id"]) == ("On my way", incident)


def test_control_calls_are_no_effects(control: requests.Session) -> None:
    change(control, make(control), status="resolved")
    assert control.get("/effects").json() == []


def test_services_say_how_they_are(control: requests.Session, pagerduty: requests.Session) -> None:
    assert pagerduty.get(f"/services/{MANAGERS}").json()["service"]["status"] == "active"
    incident = make(control, service_id=MANAGERS)
    assert pagerduty.get(f"/services/{MANAGERS}").json()["service"]["status"] == "critical"
    change(control, incident, status="acknowledged")
    assert pagerduty.get(f"/services/{MANAGERS}").json()["service"]["status"] == "warning"
