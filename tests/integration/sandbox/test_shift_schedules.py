"""Shift-based schedules as PagerDuty's V3 calls show them; each kind of schedule refuses the other kind's calls."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

NOW = datetime.now(UTC).replace(minute=30, second=0, microsecond=0)
V3 = "/v3/schedules/PMGRSCH"


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


def window(start: float, end: float, **more: str) -> dict[str, str]:
    return {"since": at(start), "until": at(end), **more}


def shifts(pagerduty: requests.Session, start: float, end: float, **more: str) -> list[dict[str, Any]]:
    asked = window(start, end, **{"include[]": "final_schedule"}, **more)
    final = pagerduty.get(V3, params=asked).json()["schedule"]["final_schedule"]
    found: list[dict[str, Any]] = final["computed_shift_assignments"]
    return found


def wish(**changes: Any) -> dict[str, Any]:
    made = {
        "type": "override_shift",
        "rotation_id": "RPMGRSCH",
        "start_time": at(0.5),
        "end_time": at(1.5),
        "overridden_member": {"type": "user_member", "user_id": "PMGR001"},
        "overriding_member": {"type": "user_member", "user_id": "PENG001"},
    }
    return {"overrides": [{**made, **changes}]}


@pytest.fixture
def v3(control: requests.Session, pagerduty: requests.Session) -> requests.Session:
    control.post("/dialects", json={"pagerduty_schedules": "shift_based"})
    return pagerduty


def test_each_kind_refuses_the_calls_of_the_other(control: requests.Session, pagerduty: requests.Session) -> None:
    refused = pagerduty.get(V3)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 3005)
    assert "layer-based" in refused.json()["error"]["message"]
    control.post("/dialects", json={"pagerduty_schedules": "shift_based"})
    for method, path in (("GET", ""), ("GET", "/overrides"), ("POST", "/overrides"), ("DELETE", "/overrides/A")):
        classic = pagerduty.request(method, f"/schedules/PMGRSCH{path}", params=window(0, 1), json={})
        assert (classic.status_code, classic.json()["error"]["code"]) == (400, 3005)
        assert "shift-based" in classic.json()["error"]["message"]
    assert pagerduty.get("/v3/schedules/PNOBODY").status_code == 404
    (manager,) = pagerduty.get("/oncalls", params={"schedule_ids[]": "PMGRSCH", "earliest": "true"}).json()["oncalls"][
        :1
    ]
    assert manager["schedule"]["type"] == "schedule_v3_reference"


def test_computed_shifts_come_only_when_asked_for_and_whole_only_when_wished(v3: requests.Session) -> None:
    assert "final_schedule" not in v3.get(V3).json()["schedule"]
    assert "final_schedule" not in v3.get(V3, params={"include[]": "final_schedule"}).json()["schedule"]
    (cut,) = shifts(v3, 0, 1)
    assert datetime.fromisoformat(cut["start_time"]) == NOW
    (whole,) = shifts(v3, 0, 1, overflow="true")
    assert datetime.fromisoformat(whole["start_time"]) < NOW
    assert whole["source"] == {"type": "schedule_rotation", "rotation_id": "RPMGRSCH"}


def test_an_override_replaces_one_person_on_one_rotation_and_can_be_deleted(v3: requests.Session) -> None:
    made = v3.post(f"{V3}/overrides", json=wish())
    assert made.status_code == 201
    (override,) = made.json()["overrides"]
    before, covered, after = shifts(v3, 0, 2)
    assert covered["member"]["user_id"] == "PENG001"
    assert covered["source"] == {
        "type": "schedule_rotation_override", "rotation_id": "RPMGRSCH", "override_id": override["id"],
    }  # fmt: skip
    assert {before["member"]["user_id"], after["member"]["user_id"]} == {"PMGR001"}
    listed = v3.get(f"{V3}/overrides", params=window(0, 2)).json()
    assert (listed["overrides"], listed["more"]) == ([override], False)
    assert v3.delete(f"{V3}/overrides/{override['id']}").status_code == 204
    assert v3.delete(f"{V3}/overrides/{override['id']}").status_code == 404
    assert len(shifts(v3, 0, 2)) == 1
    # One who is not on then is replaced by nobody.
    v3.post(f"{V3}/overrides", json=wish(overridden_member={"type": "user_member", "user_id": "PMGR002"}))
    assert [one["member"]["user_id"] for one in shifts(v3, 0, 2)] == ["PMGR001"]


def test_a_turn_written_down_is_a_custom_shift(control: requests.Session, v3: requests.Session) -> None:
    control.put("/schedules/PMGRSCH", json={"entries": [{"user_id": "PMGR002", "start": at(-1), "end": at(3)}]})
    (single,) = shifts(v3, 0, 1)
    assert single["source"] == {"type": "custom_shift", "shift_id": "SPMGRSCH0"}
    assert v3.post(f"{V3}/overrides", json=wish()).json()["error"]["errors"] == {
        "override.rotation_id": ["is not of this schedule"]
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "override"}, "type"),
        ({"custom_shift_id": "SPMGRSCH0"}, "rotation_id"),
        ({"rotation_id": None}, "rotation_id"),
        ({"end_time": at(0.5)}, "end_time"),
        ({"start_time": "soon"}, "start_time"),
        ({"overridden_member": None}, "overridden_member"),
        ({"overriding_member": {"type": "user_member", "user_id": "PNOBODY"}}, "overriding_member"),
    ],
)
def test_what_pagerduty_refuses_is_refused(v3: requests.Session, changes: dict[str, Any], field: str) -> None:
    refused = v3.post(f"{V3}/overrides", json=wish(**changes))
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 2001)
    assert list(refused.json()["error"]["errors"]) == [f"override.{field}"]
    assert v3.get(f"{V3}/overrides").status_code == 400
