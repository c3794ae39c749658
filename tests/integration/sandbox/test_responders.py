"""Asking more people to join an incident, as PagerDuty's API description has it."""

from typing import Any

import pytest
import requests


def make(control: requests.Session) -> str:
    made: str = control.post("/incidents", json={"title": "Emergency", "service_id": "PL3TX00"}).json()["id"]
    return made


def ask(pagerduty: requests.Session, incident: str, **changes: Any) -> requests.Response:
    target = {"responder_request_target": {"id": "PENG002", "type": "user_reference"}}
    body = {"requester_id": "PMGR001", "message": "Please help.", "responder_request_targets": [target]} | changes
    return pagerduty.post(f"/incidents/{incident}/responder_requests", json=body)


def test_a_person_is_asked_and_stands_on_the_incident(control: requests.Session, pagerduty: requests.Session) -> None:
    incident = make(control)
    answer = ask(pagerduty, incident)
    assert answer.status_code == 200
    (target,) = answer.json()["responder_request"]["responder_request_targets"]
    assert target["responder_request_target"]["id"] == "PENG002"
    found = pagerduty.get(f"/incidents/{incident}").json()["incident"]
    (asked,) = found["incidents_responders"]
    assert (asked["user"]["id"], asked["state"], asked["message"]) == ("PENG002", "pending", "Please help.")
    assert len(found["responder_requests"]) == 1


def test_a_policy_stands_for_whoever_is_on_call_on_it(control: requests.Session, pagerduty: requests.Session) -> None:
    incident = make(control)
    target = {"responder_request_target": {"id": "PAPACEP", "type": "escalation_policy_reference"}}
    assert ask(pagerduty, incident, responder_request_targets=[target]).status_code == 200
    found = pagerduty.get(f"/incidents/{incident}").json()["incident"]["incidents_responders"]
    assert {one["user"]["id"] for one in found} == {"PAPC001", "PAPC002"}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"requester_id": "PNOBODY"}, id="requester"),
        pytest.param({"message": " "}, id="message"),
        pytest.param({"responder_request_targets": []}, id="no-target"),
        pytest.param(
            {"responder_request_targets": [{"responder_request_target": {"id": "PNO", "type": "user_reference"}}]},
            id="unknown-target",
        ),
        pytest.param({"responder_request_targets": [{"id": "PENG002"}]}, id="bare-target"),
    ],
)
def test_what_makes_no_sense_is_refused(
    control: requests.Session, pagerduty: requests.Session, changes: dict[str, Any]
) -> None:
    assert ask(pagerduty, make(control), **changes).status_code == 400


def test_a_resolved_one_takes_no_more_people(control: requests.Session, pagerduty: requests.Session) -> None:
    incident = make(control)
    pagerduty.put(f"/incidents/{incident}", json={"incident": {"type": "incident", "status": "resolved"}})
    assert ask(pagerduty, incident).status_code == 400
