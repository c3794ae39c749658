"""Who is on call as a test decides it: schedules and policies written down, answers in pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

NOW = datetime.now(UTC).replace(microsecond=0)


def turn(user_id: str, start: float, end: float) -> dict[str, str]:
    return {
        "user_id": user_id,
        "start": (NOW + timedelta(hours=start)).isoformat(),
        "end": (NOW + timedelta(hours=end)).isoformat(),
    }


def on_call(pagerduty: requests.Session, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pagerduty.get("/oncalls", params=query).json()["oncalls"]
    return found


def test_a_schedule_says_who_is_on_and_nobody_in_a_gap(control: requests.Session, pagerduty: requests.Session) -> None:
    entries = [turn("PENG003", -1, 2), turn("PENG002", -1, 1), turn("PENG001", 5, 6)]
    assert control.put("/schedules/PENGSCH", json={"entries": entries}).json()["entries"] == 3
    now = on_call(pagerduty, **{"schedule_ids[]": "PENGSCH"})
    assert {one["user"]["id"] for one in now} == {"PENG003", "PENG002"}
    gap = (NOW + timedelta(hours=3)).isoformat()
    assert on_call(pagerduty, **{"schedule_ids[]": "PENGSCH", "since": gap, "until": gap}) == []
    people = pagerduty.get("/schedules/PENGSCH/users", params={"since": NOW.isoformat(), "until": entries[2]["end"]})
    assert {one["id"] for one in people.json()["users"]} == {"PENG001", "PENG002", "PENG003"}


def test_a_page_goes_to_the_first_level_with_somebody(control: requests.Session, pagerduty: requests.Session) -> None:
    control.put("/schedules/PENGSCH", json={"entries": []})
    control.put("/policies/PKV6GCH", json={"levels": [["PENGSCH"], ["PMGR003", "PSEN001"]]})
    made = control.post("/incidents", json={"title": "x", "service_id": "PL3TX00"}).json()
    incident = pagerduty.get(f"/incidents/{made['id']}").json()["incident"]
    assert [one["assignee"]["id"] for one in incident["assignments"]] == ["PMGR003", "PSEN001"]
    rules = pagerduty.get("/escalation_policies/PKV6GCH").json()["escalation_policy"]["escalation_rules"]
    assert [[one["type"] for one in rule["targets"]] for rule in rules] == [
        ["schedule_reference"], ["user_reference", "user_reference"],
    ]  # fmt: skip
    control.put("/policies/PKV6GCH", json={"levels": [["PENGSCH"]]})
    wish = {"incident": {"title": "y", "service": {"id": "PL3TX00"}}}
    assert pagerduty.post("/incidents", json=wish).json()["error"]["code"] == 1015


def test_a_level_holds_people_and_schedules_and_new_ids_make_new_ones(
    control: requests.Session, pagerduty: requests.Session
) -> None:
    control.put("/schedules/PNEWSCH", json={"entries": [turn("PAPC001", -1, 9)], "name": "Managers, APAC"})
    control.put("/policies/PNEWPOL", json={"levels": [["PNEWSCH", "PMGRSCH", "PSEN001"]]})
    found = on_call(pagerduty, **{"escalation_policy_ids[]": "PNEWPOL"})
    assert [one["schedule"] and one["schedule"]["summary"] for one in found] == [
        "Managers, APAC", "Support Manager On-call", None,
    ]  # fmt: skip
    assert {one["escalation_level"] for one in found} == {1}


@pytest.mark.parametrize("path", ["/oncalls", "/users", "/schedules/PENGSCH/users"])
def test_lists_come_in_pages_of_at_most_a_hundred(
    control: requests.Session, pagerduty: requests.Session, path: str
) -> None:
    control.put("/schedules/PENGSCH", json={"entries": [turn(f"PENG00{one}", -1, 1) for one in (1, 2, 3)]})
    name = path.rsplit("/", 1)[-1]
    first = pagerduty.get(path, params={"limit": 1}).json()
    second = pagerduty.get(path, params={"limit": 1, "offset": 1}).json()
    assert (first["more"], first["limit"], second["offset"]) == (True, 1, 1)
    assert first[name][0] != second[name][0]
    assert pagerduty.get(path, params={"limit": 100}).json()["more"] is False
    assert pagerduty.get(path, params={"limit": 101}).status_code == 400


def test_an_override_goes_without_a_body(control: requests.Session, pagerduty: requests.Session) -> None:
    begun = [turn("PENG002", -1, 2), turn("PENG002", 3, 4)]
    wishes = [{"start": one["start"], "end": one["end"], "user": {"id": one["user_id"]}} for one in begun]
    made = pagerduty.post("/schedules/PENGSCH/overrides", json={"overrides": wishes}).json()
    window = {"since": NOW.isoformat(), "until": (NOW + timedelta(hours=9)).isoformat()}
    listed = pagerduty.get("/schedules/PENGSCH/overrides", params=window)
    assert (listed.status_code, len(listed.json()["overrides"])) == (201, 2)
    gone = [pagerduty.delete(f"/schedules/PENGSCH/overrides/{one['override']['id']}") for one in made]
    assert [(one.status_code, one.content) for one in gone] == [(200, b""), (204, b"")]


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        pytest.param("/schedules/PENGSCH", {}, id="no-entries"),
        pytest.param("/schedules/PENGSCH", {"entries": ["x"]}, id="entry-no-object"),
        pytest.param("/schedules/PENGSCH", {"entries": [turn("PNOPE", 0, 1)]}, id="unknown-user"),
        pytest.param("/schedules/PENGSCH", {"entries": [turn("PENG001", 1, 0)]}, id="ends-before-it-starts"),
        pytest.param("/schedules/PENGSCH", {"entries": [], "people": []}, id="unknown-key"),
        pytest.param("/policies/PKV6GCH", {"levels": []}, id="no-level"),
        pytest.param("/policies/PKV6GCH", {"levels": ["PENGSCH"]}, id="level-no-list"),
        pytest.param("/policies/PKV6GCH", {"levels": [["PNOPE"]]}, id="unknown-target"),
    ],
)
def test_refuses_a_rota_that_means_nothing(control: requests.Session, path: str, wish: dict[str, Any]) -> None:
    answer = control.put(path, json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
