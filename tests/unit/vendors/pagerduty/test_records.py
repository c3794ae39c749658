"""PagerDuty's records: what the product reads out of them, and what it does without."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.paging.incident import Holder, Incident, MergedInto, PendingAction
from backend.vendors.pagerduty.incident_records import IncidentRecord, incident_from
from backend.vendors.pagerduty.on_call_records import OnCallRecord, on_call_from
from backend.vendors.pagerduty.records import ServiceRecord, UserRecord, responder_from, service_from

BASE = "https://acme.pagerduty.com"
RAW: dict[str, Any] = {
    "id": "PINC001",
    "type": "incident",
    "incident_number": 41,
    "title": "ZD#3001",
    "status": "triggered",
    "html_url": f"{BASE}/incidents/PINC001",
    "incident_key": "zendesk-3001-emergency",
    "created_at": "2026-03-01T12:00:00Z",
    "urgency": "high",
    "service": {"id": "PSERV01", "type": "service_reference", "summary": "Customer Support"},
    "escalation_policy": {"id": "PPOL001", "type": "escalation_policy_reference", "summary": "Support"},
    "priority": {"id": "PPRI001", "summary": "P1"},
    "last_status_change_at": "2026-03-01T12:05:00Z",
    "assignments": [{"at": "2026-03-01T12:10:00Z", "assignee": {"id": "PUSER01", "summary": "Zoë"}}],
    "acknowledgements": [{"at": "2026-03-01T12:07:00Z", "acknowledger": {"id": "PUSER02", "summary": "Ann"}}],
    "pending_actions": [{"type": "escalate", "at": "2026-03-01T12:20:00Z"}, {"type": "resolve"}],
    "resolve_reason": None,
}


def at(minute: int) -> datetime:
    return datetime(2026, 3, 1, 12, minute, tzinfo=UTC)


def incident(**changes: Any) -> Incident:
    return incident_from(IncidentRecord.model_validate({**RAW, **changes}), BASE)


def test_an_incident_is_read_as_it_says() -> None:
    assert incident() == Incident(
        id="PINC001",
        number=41,
        title="ZD#3001",
        status="triggered",
        url=f"{BASE}/incidents/PINC001",
        service_id="PSERV01",
        service_name="Customer Support",
        key="zendesk-3001-emergency",
        created_at=at(0),
        acknowledged_at=at(7),
        acknowledged_by="Ann",
        assigned_to=("Zoë",),
        assigned_ids=("PUSER01",),
        policy_id="PPOL001",
        policy_name="Support",
        urgency="high",
        priority="P1",
        last_status_change_at=at(5),
        assignments=(Holder("PUSER01", "Zoë", at(10)),),
        acknowledgements=(Holder("PUSER02", "Ann", at(7)),),
        pending=(PendingAction("escalate", at(20)),),
    )
    assert incident().since == at(10)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        pytest.param({"html_url": None}, "url", f"{BASE}/incidents/PINC001", id="no-address"),
        pytest.param({"title": None}, "title", "", id="no-title"),
        pytest.param({"title": "ZD#3001 \ud83d"}, "title", "ZD#3001 \ufffd", id="half-a-character"),
        pytest.param({"incident_key": None}, "key", None, id="no-key"),
        pytest.param({"escalation_policy": None}, "policy_id", None, id="no-policy"),
        pytest.param({"priority": "P1"}, "priority", None, id="odd-priority"),
        pytest.param({"urgency": "medium"}, "urgency", None, id="odd-urgency"),
        pytest.param({"assignments": None}, "assigned_to", (), id="no-assignments"),
        pytest.param(
            {"assignments": [{"assignee": {"id": "PUSER09"}}]}, "assigned_to", ("PUSER09",), id="bare-reference"
        ),
        pytest.param({"assignments": [{"assignee": None}]}, "assignments", (), id="assigned-to-nobody"),
        pytest.param({"acknowledgements": []}, "acknowledged_at", None, id="not-acknowledged"),
        pytest.param(
            {"acknowledgements": [], "status": "acknowledged"}, "acknowledged_at", at(5), id="acknowledged-by-nobody"
        ),
        pytest.param({"resolved_at": "9999-12-31T23:59:59Z"}, "resolved_at", None, id="time-out-of-reason"),
        pytest.param({"reopened_at": "2026-03-01T12:30:00Z"}, "since", at(30), id="reopened"),
        pytest.param({"last_status_change_at": "2026-03-01T12:40:00Z"}, "since", at(40), id="status-changed"),
    ],
)
def test_what_may_be_absent_is_done_without(changes: dict[str, Any], field: str, value: object) -> None:
    assert getattr(incident(**changes), field) == value


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": "../users"},
        {"id": 7},
        {"incident_number": None},
        {"status": "snoozed"},
        {"created_at": None},
        {"created_at": "9999-12-31T23:59:59Z"},
        {"service": None},
        {"service": {"summary": "Customer Support"}},
    ],
)
def test_what_identifies_an_incident_must_fit(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        incident(**changes)


def test_a_merged_incident_names_its_target() -> None:
    target = {"id": "PINC002", "incident_number": 40, "html_url": f"{BASE}/incidents/PINC002"}
    merged = incident(status="resolved", resolve_reason={"type": "merge_resolve_reason", "incident": target})
    assert merged.merged_into == MergedInto("PINC002", 40, f"{BASE}/incidents/PINC002")
    bare = incident(resolve_reason={"type": "merge_resolve_reason", "incident": {"id": "PINC002"}})
    assert bare.merged_into == MergedInto("PINC002")
    assert incident(resolve_reason={"type": "other", "incident": target}).merged_into is None


def test_an_on_call_entry_tells_where_it_stands() -> None:
    raw = {
        "user": {"id": "PUSER01", "summary": "Zoë"},
        "escalation_level": 2,
        "start": "2026-03-01T12:00:00Z",
        "end": None,
        "schedule": {"id": "PSCHED1", "summary": "Managers"},
        "escalation_policy": {"id": "PPOL001", "summary": "Support"},
    }
    entry = on_call_from(OnCallRecord.model_validate(raw), "manager")
    assert (entry.name, entry.user_id, entry.level, entry.start, entry.end) == ("Zoë", "PUSER01", 2, at(0), None)
    assert (entry.schedule_id, entry.schedule_name, entry.policy_id) == ("PSCHED1", "Managers", "PPOL001")
    named = on_call_from(OnCallRecord.model_validate({**raw, "schedule": None}), "manager")
    assert (named.schedule_id, named.schedule_name) == (None, None)
    with pytest.raises(ValidationError):
        # An end that cannot be read must not become "for ever".
        OnCallRecord.model_validate({**raw, "end": "9999-12-31T23:59:59Z"})


def test_a_user_is_known_in_full_or_by_reference() -> None:
    full = {"id": "PUSER01", "name": "Zoë", "email": "zoe@example.com", "time_zone": "Europe/Berlin"}
    read = responder_from(UserRecord.model_validate(full))
    assert (read.name, read.email, read.time_zone) == ("Zoë", "zoe@example.com", "Europe/Berlin")
    assert responder_from(UserRecord.model_validate({"id": "PUSER01", "summary": "Zoë"})).name == "Zoë"
    assert responder_from(UserRecord.model_validate({"id": "PUSER01"})).name == "PUSER01"


@pytest.mark.parametrize(
    ("rule", "urgency"),
    [
        ({"type": "constant", "urgency": "low"}, "low"),
        ({"type": "constant", "urgency": "severity_based"}, "severity_based"),
        ({"type": "use_support_hours", "during_support_hours": {"type": "constant", "urgency": "high"}}, None),
        (None, None),
    ],
)
def test_a_service_tells_how_urgent_it_is(rule: object, urgency: str | None) -> None:
    raw = {"id": "PSERV01", "name": "Support", "status": "maintenance", "incident_urgency_rule": rule}
    service = service_from(ServiceRecord.model_validate(raw))
    assert (service.status, service.urgency) == ("maintenance", urgency)
