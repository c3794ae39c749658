from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

SUPPORT, POLICY = "PL3TX00", "PKV6GCH"


def wish(**more: Any) -> dict[str, Any]:
    incident = {"type": "incident", "title": "2015", "service": {"id": SUPPORT, "type": "service_reference"}} | more
    return {"incident": incident}


def open_one(pagerduty: requests.Session, **more: Any) -> dict[str, Any]:
    answer = pagerduty.post("/incidents", json=wish(**more))
    assert answer.status_code == 201
    incident: dict[str, Any] = answer.json()["incident"]
    return incident


def test_opens_an_incident_and_pages_the_engineer_on_call(
    pagerduty: requests.Session, control: requests.Session
) -> None:
    made = open_one(pagerduty, incident_key="k", escalation_policy={"id": POLICY}, body={"details": "text"})
    on_call = pagerduty.get(f"/oncalls?escalation_policy_ids[]={POLICY}").json()["oncalls"][0]
    assert made["status"] == "triggered"
    assert made["assignments"][0]["assignee"]["id"] == on_call["user"]["id"]
    kept = next(item for item in control.get("/incidents").json() if item["id"] == made["id"])
    assert (kept["paged"], kept["details"]) == ([on_call["user"]["id"]], "text")


def test_a_key_opens_once_until_it_is_resolved(pagerduty: requests.Session) -> None:
    first = open_one(pagerduty, incident_key="zendesk-2015-emergency")
    again = pagerduty.post("/incidents", json=wish(incident_key="zendesk-2015-emergency"))
    assert (again.status_code, again.json()["error"]["code"]) == (400, 2002)
    assert "matching dedup key" in again.json()["error"]["errors"][0]
    elsewhere = wish(incident_key="zendesk-2015-emergency", service={"id": "PAPACBK"})
    assert pagerduty.post("/incidents", json=elsewhere).status_code == 201
    pagerduty.put(f"/incidents/{first['id']}", json={"incident": {"status": "resolved"}})
    second = open_one(pagerduty, incident_key="zendesk-2015-emergency")
    assert second["id"] != first["id"]
    found = pagerduty.get("/incidents?incident_key=zendesk-2015-emergency&date_range=all").json()["incidents"]
    assert len(found) == 3


def test_whoever_pages_themselves_is_not_paged(pagerduty: requests.Session, control: requests.Session) -> None:
    mine = [{"assignee": {"id": "PBOT001", "type": "user_reference"}}]
    made = open_one(pagerduty, assignments=mine)
    assert made["status"] == "acknowledged"
    assert next(item for item in control.get("/incidents").json() if item["id"] == made["id"])["paged"] == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        pytest.param({"service": {"id": "PNOPE"}}, 404, 2100, id="unknown-service"),
        pytest.param({"escalation_policy": {"id": "PNOPE"}}, 400, 1014, id="unknown-policy"),
        pytest.param({"body": {"details": {"a": 1}}}, 400, 2001, id="details-no-string"),
        pytest.param({"title": "x" * 1025}, 400, 2001, id="long-title"),
        pytest.param({"title": " "}, 400, 2001, id="blank-title"),
        pytest.param({"incident_key": "x" * 256}, 400, 2001, id="long-key"),
        pytest.param({"assignments": [{"assignee": {"id": "PNOPE"}}]}, 400, 2001, id="unknown-assignee"),
    ],
)
def test_refuses_what_pagerduty_refuses(
    pagerduty: requests.Session, control: requests.Session, change: dict[str, Any], status: int, code: int
) -> None:
    answer = pagerduty.post("/incidents", json=wish(**change))
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert control.get("/effects").json() == []


@pytest.mark.parametrize("sender", ["nobody@else.example", ""])
def test_needs_a_known_requester(pagerduty: requests.Session, sender: str) -> None:
    answer = pagerduty.post("/incidents", json=wish(), headers={"From": sender})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 1008)


def test_needs_the_key_in_either_form(pagerduty: requests.Session) -> None:
    key = str(pagerduty.headers["Authorization"]).removeprefix("Token token=")
    assert pagerduty.get("/services", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert pagerduty.get("/services", headers={"Authorization": "Token token=no"}).status_code == 401


def test_filters_pages_and_refuses_large_pages(pagerduty: requests.Session) -> None:
    running = pagerduty.get(f"/incidents?service_ids[]={SUPPORT}&statuses[]=triggered&statuses[]=acknowledged").json()
    assert [item["title"] for item in running["incidents"]][1] == "2011"
    page = pagerduty.get("/incidents?limit=1&offset=1&sort_by=created_at:desc").json()
    assert (page["incidents"][0]["title"], page["more"]) == ("2011", True)
    assert pagerduty.get("/incidents?limit=101").status_code == 400
    assert pagerduty.get("/incidents?limit=100&offset=9901").status_code == 400


def test_looks_a_month_back_unless_told_otherwise(pagerduty: requests.Session, control: requests.Session) -> None:
    old = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    past = {"title": "old", "service_id": SUPPORT, "incident_key": "old", "status": "resolved", "created_at": old}
    control.post("/incidents", json=past)
    assert pagerduty.get("/incidents?incident_key=old").json()["incidents"] == []
    assert len(pagerduty.get("/incidents?incident_key=old&date_range=all").json()["incidents"]) == 1
    assert len(pagerduty.get("/incidents", params={"incident_key": "old", "since": old}).json()["incidents"]) == 1


def test_an_empty_key_matches_every_open_incident(pagerduty: requests.Session) -> None:
    assert len(pagerduty.get("/incidents?incident_key=&date_range=all").json()["incidents"]) == 3


def test_acknowledges_reassigns_and_resolves(pagerduty: requests.Session) -> None:
    made = open_one(pagerduty)
    one = pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"status": "acknowledged"}}).json()["incident"]
    assert one["acknowledgements"][0]["acknowledger"]["id"] == "PBOT001"
    moved = {"incident": {"escalation_policy": {"id": "PAPACEP"}}}
    pool = pagerduty.put(f"/incidents/{made['id']}", json=moved).json()["incident"]
    assert {item["assignee"]["id"] for item in pool["assignments"]} == {"PAPC001", "PAPC002"}
    bulk = {"incidents": [{"id": made["id"], "type": "incident", "status": "resolved"}]}
    assert pagerduty.put("/incidents", json=bulk).json()["incidents"][0]["resolved_at"]
    again = pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"title": "Too late"}})
    assert (again.status_code, again.json()["error"]["code"]) == (400, 2001)
    reopened = pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"status": "acknowledged"}}).json()
    assert (reopened["incident"]["id"], reopened["incident"]["status"]) == (made["id"], "acknowledged")


def test_a_reassigned_incident_is_triggered_again_and_pages(
    pagerduty: requests.Session, control: requests.Session
) -> None:
    made = open_one(pagerduty)
    pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"status": "acknowledged"}})
    person = [{"assignee": {"id": "PENG003", "type": "user_reference"}}]
    one = pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"assignments": person}}).json()["incident"]
    assert (one["status"], one["acknowledgements"], one["assigned_via"]) == ("triggered", [], "direct_assignment")
    seniors = pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"escalation_level": 3}}).json()["incident"]
    assert [item["assignee"]["id"] for item in seniors["assignments"]] == ["PSEN001"]
    kept = next(item for item in control.get("/incidents").json() if item["id"] == made["id"])
    assert kept["paged"][1:] == ["PENG003", "PSEN001"]
    mine = [{"assignee": {"id": "PBOT001", "type": "user_reference"}}]
    pagerduty.put(f"/incidents/{made['id']}", json={"incident": {"assignments": mine}})
    kept = next(item for item in control.get("/incidents").json() if item["id"] == made["id"])
    assert "PBOT001" not in kept["paged"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"assignments": [{"assignee": {"id": "PNOPE"}}]}, 2001, id="unknown-assignee"),
        pytest.param({"escalation_policy": {"id": "PNOPE"}}, 1014, id="unknown-policy"),
        pytest.param({"escalation_level": 4}, 2001, id="no-such-level"),
        pytest.param({"escalation_level": "2"}, 2001, id="level-a-text"),
        pytest.param(
            {"assignments": [{"assignee": {"id": "PENG001"}}], "escalation_level": 2}, 2001, id="person-and-level"
        ),
        pytest.param(
            {"assignments": [{"assignee": {"id": "PENG001"}}], "escalation_policy": {"id": POLICY}},
            2001,
            id="person-and-policy",
        ),
    ],
)
def test_refuses_a_change_that_pagerduty_refuses(
    pagerduty: requests.Session, control: requests.Session, change: dict[str, Any], code: int
) -> None:
    made = open_one(pagerduty)
    before = control.get("/effects").json()
    answer = pagerduty.put(f"/incidents/{made['id']}", json={"incident": change})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert control.get("/effects").json() == before


def test_notes_are_not_idempotent(pagerduty: requests.Session) -> None:
    made = open_one(pagerduty)
    for text in ("first", "second"):
        pagerduty.post(f"/incidents/{made['id']}/notes", json={"note": {"content": text}})
    notes = pagerduty.get(f"/incidents/{made['id']}/notes").json()["notes"]
    assert [note["content"] for note in notes] == ["second", "first"]
    assert pagerduty.post(f"/incidents/{made['id']}/notes", json={"note": {}}).status_code == 400


def test_tells_who_is_on_call_now_and_next(pagerduty: requests.Session) -> None:
    now = pagerduty.get("/oncalls?schedule_ids[]=PMGRSCH&escalation_policy_ids[]=PKV6GCH&include[]=users").json()
    (manager,) = now["oncalls"]
    assert "@" in manager["user"]["email"]
    window = {"since": manager["end"], "until": manager["end"]}
    (following,) = pagerduty.get("/schedules/PMGRSCH/users", params=window).json()["users"]
    assert following["id"] != manager["user"]["id"]
    levels = pagerduty.get("/oncalls?escalation_policy_ids[]=PKV6GCH").json()["oncalls"]
    assert [entry["escalation_level"] for entry in levels] == [1, 2, 3]
    assert (levels[2]["schedule"], levels[2]["end"]) == (None, None)


def test_shows_services_policies_and_people(pagerduty: requests.Session) -> None:
    assert [item["id"] for item in pagerduty.get("/services").json()["services"]] == [SUPPORT, "PTFI8XR", "PAPACBK"]
    policy = pagerduty.get(f"/escalation_policies/{POLICY}").json()["escalation_policy"]
    assert (policy["name"], len(policy["escalation_rules"])) == ("Customer Emergency Rotation", 3)
    assert pagerduty.get("/users?query=zoe").json()["users"][0]["id"] == "PMGR001"
    assert pagerduty.get("/users/me").status_code == 400
    assert pagerduty.get("/services/PNOPE").json()["error"]["code"] == 2100
    assert pagerduty.get("/schedules/PENGSCH").json()["schedule"]["final_schedule"]["rendered_schedule_entries"]
