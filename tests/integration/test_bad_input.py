"""Whatever comes in malformed gets a clear error that says what to do, and leaves nothing behind."""

import pytest
import requests

from tests.support.desk import Json, Person, Sandbox, error

LONG = "x" * 20_001
TRIGGER: Json = {"kind": "trigger_emergency", "reason": "Down."}
STAR: Json = {"kind": "open_star", "urgency": "urgent", "plan": "P", "reason": "r", "desired_result": "d"}


@pytest.mark.parametrize(
    ("body", "status", "code", "names"),
    [
        pytest.param({}, 400, "bad_request", "kind", id="no-kind"),
        pytest.param({"kind": 7}, 400, "bad_request", "kind", id="kind-of-wrong-type"),
        pytest.param({"kind": "dance"}, 400, "bad_request", "dance", id="unknown-kind"),
        pytest.param({"kind": "trigger_emergency"}, 400, "bad_request", "reason", id="reason-missing"),
        pytest.param(TRIGGER | {"reason": 5}, 400, "bad_request", "reason", id="reason-a-number"),
        pytest.param(TRIGGER | {"answers": []}, 400, "bad_request", "answers", id="answers-a-list"),
        pytest.param(TRIGGER | {"shout": True}, 400, "bad_request", "shout", id="unknown-key"),
        pytest.param(TRIGGER | {"reason": " \n\t "}, 422, "invalid", "blank", id="blank"),
        pytest.param(TRIGGER | {"reason": LONG}, 422, "invalid", "20001", id="too-long"),
        pytest.param(TRIGGER | {"reason": "x" * 1_000_000}, 422, "invalid", "1000000", id="a-megabyte"),
        pytest.param(TRIGGER | {"reason": "a\0b"}, 422, "invalid", "NUL", id="nul"),
        pytest.param(TRIGGER | {"reason": "\ud83d"}, 422, "invalid", "half", id="half-an-emoji"),
        pytest.param(STAR | {"urgency": "now"}, 400, "bad_request", "urgency", id="no-such-urgency"),
        pytest.param({"kind": "apply_macro", "macro_id": "1"}, 400, "bad_request", "macro_id", id="id-a-text"),
        pytest.param({"kind": "apply_macro", "macro_id": True}, 400, "bad_request", "macro_id", id="id-a-truth"),
        pytest.param({"kind": "apply_macro", "macro_id": -1}, 400, "bad_request", "macro_id", id="id-negative"),
        pytest.param({"kind": "close_feedback", "iid": 2**63}, 400, "bad_request", "iid", id="id-too-large"),
        pytest.param({"kind": "link_feedback", "issue": None}, 400, "bad_request", "issue", id="issue-null"),
    ],
)
def test_a_bad_body_is_named(manager: Person, sandbox: Sandbox, body: Json, status: int, code: str, names: str) -> None:
    ticket = sandbox.ticket()
    answer = manager.call("POST", f"/api/tickets/{ticket}/operations", body, Idempotency_Key="a-good-key-1")
    assert (answer.status_code, error(answer)["code"]) == (status, code)
    assert names in error(answer)["message"]
    assert sandbox.effects(ticket) == []
    assert manager.panel(ticket)["operations"] == []


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("", id="missing"),
        pytest.param("short", id="short"),
        pytest.param("x" * 129, id="long"),
        pytest.param("with blanks in it", id="blanks"),
        pytest.param("émojis-🚒-are-no-keys".encode().decode("latin-1"), id="letters"),
    ],
)
def test_a_malformed_key_is_refused(manager: Person, sandbox: Sandbox, key: str) -> None:
    ticket = sandbox.ticket()
    headers = {"Idempotency_Key": key} if key else {}
    answer = manager.call("POST", f"/api/tickets/{ticket}/operations", TRIGGER, **headers)
    assert answer.status_code == 400
    assert "Idempotency-Key" in error(answer)["message"]
    assert sandbox.effects(ticket) == []


def test_a_key_used_for_something_else_is_refused(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.do(ticket, "trigger_emergency", key="one-key-only", reason="Down.")
    answer = manager.ask(ticket, "trigger_emergency", key="one-key-only", reason="Down, really.")
    assert (answer.status_code, error(answer)["code"]) == (422, "idempotency_mismatch")


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        pytest.param(b"{", "application/json", 400, id="broken-json"),
        pytest.param(b"[1]", "application/json", 400, id="a-list"),
        pytest.param(b"null", "application/json", 400, id="null"),
        pytest.param(b"\xff\xfe", "application/json", 400, id="no-utf8"),
        pytest.param(b'{"kind":"a","kind":"b"}', "application/json", 400, id="a-field-twice"),
        pytest.param(b"[" * 100_000, "application/json", 400, id="deeply-nested"),
        pytest.param(b"kind=trigger_emergency", "application/x-www-form-urlencoded", 415, id="a-form"),
        pytest.param(b'{"a":"' + b"x" * 3_000_000 + b'"}', "application/json", 413, id="three-megabytes"),
    ],
)
def test_what_is_no_json_object_is_refused(
    manager: Person, sandbox: Sandbox, data: bytes, content_type: str, status: int
) -> None:
    headers = {
        "Authorization": f"Bearer {manager.session}",
        "Content-Type": content_type,
        "Idempotency-Key": "a-good-key-2",
    }
    url = f"{manager.backend}/api/tickets/{sandbox.ticket()}/operations"
    answer = requests.post(url, data=data, headers=headers, timeout=10)
    assert answer.status_code == status
    assert error(answer)["message"]


@pytest.mark.parametrize("ticket", ["0", "-1", "abc", "1e3", "99999999999999999999", "2001%00", "2001/.."])
def test_what_is_no_ticket_number_is_not_found(manager: Person, ticket: str) -> None:
    answer = manager.call("GET", f"/api/tickets/{ticket}/panel")
    assert answer.status_code == 404
    assert error(answer)["code"] == "not_found"


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B12:00"])
def test_a_time_beyond_all_use_costs_nobody_the_panel(manager: Person, sandbox: Sandbox, time: str) -> None:
    ticket = sandbox.ticket()
    assert manager.panel(ticket, f"?updated_at={time}")["ticket"]["id"] == ticket
    answer = manager.call("POST", f"/api/tickets/{ticket}/assessment", {"answers": {}, "as_of": time})
    assert answer.status_code == 400


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01", "9999999", "2026-01-01T00:00:00+99:00"])
def test_what_is_no_time_is_refused(manager: Person, sandbox: Sandbox, time: str) -> None:
    answer = manager.call("GET", f"/api/tickets/{sandbox.ticket()}/panel?updated_at={time}")
    assert answer.status_code == 400
    assert "updated_at" in error(answer)["message"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="no-answers"),
        pytest.param({"answers": "yes"}, id="answers-a-text"),
        pytest.param({"answers": {"weather": "yes"}}, id="no-such-question"),
        pytest.param({"answers": {"production": "perhaps"}}, id="no-such-answer"),
        pytest.param({"answers": {"production": True}}, id="a-truth"),
        pytest.param({"answers": {"scope": ["all"]}}, id="a-list"),
        pytest.param({"answers": {}, "as_of": 5}, id="time-a-number"),
        pytest.param({"answers": {}, "as_of": "soon"}, id="no-time"),
        pytest.param({"answers": {}, "continues": "4711"}, id="ticket-a-text"),
        pytest.param({"answers": {}, "continues": True}, id="ticket-a-switch"),
        pytest.param({"answers": {}, "continues": 0}, id="no-ticket"),
    ],
)
def test_a_bad_assessment_is_named(manager: Person, sandbox: Sandbox, body: Json) -> None:
    answer = manager.call("POST", f"/api/tickets/{sandbox.ticket()}/assessment", body)
    assert answer.status_code == 400
    assert error(answer)["details"]["fields"]


def test_wrong_verbs_and_addresses_answer_in_the_contract(manager: Person) -> None:
    for method, path, status in (("DELETE", "/api/tickets/2001/panel", 405), ("GET", "/api/nowhere", 404)):
        answer = manager.call(method, path)
        assert answer.status_code == status
        assert set(error(answer)) == {"code", "message", "details", "retryable"}
    assert manager.call("GET", "/api/operations/no-such-thing").status_code == 404
