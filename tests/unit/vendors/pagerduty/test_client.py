"""PagerDuty over HTTP: pages to the end, refusals by their cause, answers read before they are believed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.domain.paging.on_call import OnCallRole
from backend.domain.paging.responders import ResponderTarget
from backend.vendors.errors import (
    AlreadyOpen,
    Denied,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
    VendorError,
    VendorRejected,
)
from backend.vendors.pagerduty.client import PagerDuty, Rotation
from tests.unit.vendors.pagerduty.test_records import RAW
from tests.unit.vendors.stand import Asked, Reply, Stand

NOW = datetime(2026, 3, 1, 13, tzinfo=UTC)
CLASSIC = {"schedule": {"id": "PSCHED1", "type": "schedule"}}


@pytest.fixture
def pagerduty(vendor: Stand) -> PagerDuty:
    return PagerDuty(vendor.url, "token", "bot@example.com")


def page(name: str, records: list[Any], more: bool = False) -> dict[str, Any]:
    return {name: records, "limit": 100, "more": more, "total": None}


def trigger(pagerduty: PagerDuty) -> str:
    return pagerduty.trigger(service_id="PSERV01", policy_id="PPOL001", title="t", key="k", details="d").id


def test_more_is_followed_and_one_bad_incident_is_left_out(vendor: Stand, pagerduty: PagerDuty) -> None:
    first = [{**RAW, "id": "PINC1"}, {**RAW, "id": "PINC2", "created_at": None}]
    vendor.answers(
        "GET", "/incidents", page("incidents", first, more=True), page("incidents", [{**RAW, "id": "PINC3"}])
    )
    listing = pagerduty.open_incidents(["PSERV01"])
    assert [one.id for one in listing] == ["PINC1", "PINC3"]
    assert [str(one) for one in listing.skipped] == ["PagerDuty incident PINC2: created_at is no time"]
    assert [one.query["offset"] for one in vendor.asked] == [["0"], ["2"]]
    assert vendor.asked[0].query["service_ids[]"] == ["PSERV01"]
    assert vendor.asked[0].headers["from"] == "bot@example.com"


@pytest.mark.parametrize("name", ["incidents", "oncalls", "users"])
def test_a_more_that_never_ends_is_an_error(vendor: Stand, pagerduty: PagerDuty, name: str) -> None:
    record = {**RAW, "user": {"id": "P1"}, "escalation_level": 1}
    vendor.answers("GET", f"/{name}", page(name, [record], more=True))
    call: Callable[[], object] = {
        "incidents": lambda: pagerduty.open_incidents(["PSERV01"]),
        "oncalls": lambda: pagerduty.on_level("PPOL001", 1),
        "users": lambda: pagerduty.responder("zoe@example.com"),
    }[name]
    with pytest.raises(Unavailable, match=f"PagerDuty: GET /{name} has no end within 100 pages"):
        call()
    assert len(vendor.asked) == 100


def test_more_without_any_is_an_error(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("GET", "/incidents", page("incidents", [], more=True))
    with pytest.raises(Unavailable, match="has more, and sends none"):
        pagerduty.open_incidents(["PSERV01"])


@pytest.mark.parametrize("answer", [{}, {"incidents": None}, {"incidents": {}}, [], "text", None])
def test_an_answer_without_the_list_is_an_error_and_no_empty_list(
    vendor: Stand, pagerduty: PagerDuty, answer: object
) -> None:
    vendor.answers("GET", "/incidents", answer)
    with pytest.raises(Unavailable, match="cannot be used"):
        pagerduty.open_incidents(["PSERV01"])


def test_an_incident_without_an_address_gets_the_accounts(vendor: Stand, pagerduty: PagerDuty) -> None:
    bare = {**RAW, "id": "PINC2", "html_url": None}
    vendor.answers("GET", "/incidents/PINC2", {"incident": bare})
    vendor.answers("GET", "/incidents/PINC001", {"incident": RAW})
    assert pagerduty.incident("PINC2").url == f"{vendor.url}/incidents/PINC2"
    pagerduty.incident("PINC001")
    assert pagerduty.incident("PINC2").url == "https://acme.pagerduty.com/incidents/PINC2"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://evil.example/phish",
        "https://pagerduty.com.evil.example/x",
        "https://evilpagerduty.com/x",
        "https://acme.pagerduty.com@evil.example/x",
        "https://evil.example\\@acme.pagerduty.com/x",
        "ftp://acme.pagerduty.com/x",
        7,
    ],
)
def test_an_address_that_leads_elsewhere_is_nobodys(vendor: Stand, pagerduty: PagerDuty, address: object) -> None:
    target = {"id": "PINC002", "html_url": address}
    odd = {**RAW, "html_url": address, "resolve_reason": {"type": "merge_resolve_reason", "incident": target}}
    bare = {**RAW, "id": "PINC2", "html_url": None}
    vendor.answers("GET", "/incidents", page("incidents", [odd, bare]))
    found = pagerduty.open_incidents(["PSERV01"])
    assert [one.url for one in found] == [f"{vendor.url}/incidents/{one}" for one in ("PINC001", "PINC2")]
    assert [one.merged_into and one.merged_into.url for one in found] == [None, None]


@pytest.mark.parametrize("own", ["https://acme.eu.pagerduty.com", None])
def test_only_an_address_of_the_account_serves_other_incidents(
    vendor: Stand, pagerduty: PagerDuty, own: str | None
) -> None:
    base = own or vendor.url
    kept, bare = {**RAW, "html_url": f"{base}/incidents/PINC001"}, {**RAW, "id": "PINC2", "html_url": None}
    vendor.answers("GET", "/incidents", page("incidents", [kept, bare]))
    assert [one.url for one in pagerduty.open_incidents(["PSERV01"])] == [
        f"{base}/incidents/{one}" for one in ("PINC001", "PINC2")
    ]


@pytest.mark.parametrize("key", ["zendesk-3001-emergency", 7])
def test_a_look_that_cannot_read_what_may_be_ours_does_not_say_that_there_is_nothing(
    vendor: Stand, pagerduty: PagerDuty, key: object
) -> None:
    vendor.answers("GET", "/incidents", page("incidents", [{**RAW, "status": "new", "incident_key": key}]))
    with pytest.raises(Unavailable, match="PINC001: status"):
        pagerduty.incidents_by_key("zendesk-3001-emergency", NOW)


@pytest.mark.parametrize("key", ["zendesk-3002-emergency", "", None])
def test_an_unreadable_incident_that_has_another_key_stops_no_look(
    vendor: Stand, pagerduty: PagerDuty, key: object
) -> None:
    vendor.answers("GET", "/incidents", page("incidents", [{**RAW, "status": "new", "incident_key": key}, RAW]))
    assert [one.id for one in pagerduty.incidents_by_key("zendesk-3001-emergency")] == ["PINC001"]


def test_a_page_is_sent_as_documented_and_its_answer_read(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("POST", "/incidents", {"incident": RAW}, status=201)
    assert trigger(pagerduty) == "PINC001"
    (asked,) = vendor.asked
    assert asked.body["incident"]["escalation_policy"] == {"id": "PPOL001", "type": "escalation_policy_reference"}
    assert asked.body["incident"]["body"] == {"type": "incident_body", "details": "d"}
    assert "assignments" not in asked.body["incident"]


@pytest.mark.parametrize("answer", [{}, {"incident": {}}, {"incident": None}, b"", b"<html>ok</html>", [], b"[" * 9999])
def test_a_201_that_cannot_be_read_leaves_a_page_in_doubt(vendor: Stand, pagerduty: PagerDuty, answer: object) -> None:
    vendor.answers("POST", "/incidents", answer, status=201)
    with pytest.raises(OutcomeUnknown) as raised:
        trigger(pagerduty)
    assert str(raised.value.call) == "POST /incidents -> 201"


@pytest.mark.parametrize(
    ("status", "body", "expected", "says"),
    [
        (400, {"error": {"code": 2002, "errors": ["matching dedup key already exists"]}}, AlreadyOpen, "open already"),
        (400, {"error": {"code": 2002, "errors": ["Title is blank"]}}, VendorRejected, "Title is blank"),
        (400, {"error": {"code": 1008, "message": "Requester User Not Found"}}, VendorRejected, "PAGERDUTY_FROM"),
        (400, {"error": {"code": 1015}}, VendorRejected, "nobody is on call"),
        (404, {"error": {"code": 2100, "message": "Not Found"}}, NotFound, "no such record"),
        (401, {}, Denied, "PAGERDUTY_TOKEN"),
        (403, {"error": {"code": 2010, "message": "Access Denied"}}, Denied, "Access Denied.*PAGERDUTY_TOKEN"),
        (402, [], VendorRejected, "status 402"),
        (400, b'{"error": {"code": 1e999}}', VendorRejected, "status 400"),
        (429, {}, RateLimited, "5 s"),
    ],
)
def test_a_refusal_means_what_it_says(
    vendor: Stand, pagerduty: PagerDuty, status: int, body: object, expected: type[VendorError], says: str
) -> None:
    vendor.answers("POST", "/incidents", body, status=status, x_request_id="r-1")
    with pytest.raises(expected, match=says) as raised:
        trigger(pagerduty)
    assert type(raised.value) is expected
    assert str(raised.value.call) == f"POST /incidents -> {status} (r-1)"
    assert len(vendor.asked) == 1


def test_the_right_to_page_is_asked_for_without_paging(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("POST", "/incidents", {"error": {"code": 2002, "errors": ["Title is blank"]}}, status=400)
    pagerduty.check_writing()
    for status, code in ((403, 2010), (401, 2006), (400, 1008)):
        vendor.answers("POST", "/incidents", {"error": {"code": code}}, status=status)
        with pytest.raises(VendorRejected):
            pagerduty.check_writing()


def test_rotations_of_one_policy_come_with_one_call_and_all_its_pages(vendor: Stand, pagerduty: PagerDuty) -> None:
    def reply(asked: Asked) -> Reply:
        offset = int(asked.query["offset"][0])
        entries = [
            {"user": {"id": f"P{number}"}, "escalation_level": 1 + number % 2, "start": None, "end": None}
            for number in range(offset, min(offset + 100, 150))
        ]
        return Reply(page("oncalls", [*entries, *([] if offset else [{"user": {"id": "PBAD"}}])], more=offset == 0))

    vendor.calls("GET", "/oncalls", reply)
    found = pagerduty.on_calls({"engineer": [Rotation("P", 1, None)], "manager": [Rotation("P", 2, None)]}, NOW)
    assert {one.role: one.level for one in found} == {"engineer": 1, "manager": 2}
    assert [(one.id, one.field) for one in found.skipped] == [("PBAD", "escalation_level")]
    # Two pages of those who are on now, two of those who follow.
    assert [one.query.get("earliest") for one in vendor.asked] == [["true"], ["true"], None, None]


def test_entries_of_which_none_can_be_read_do_not_say_that_nobody_is_on_call(
    vendor: Stand, pagerduty: PagerDuty
) -> None:
    rotations: dict[OnCallRole, list[Rotation]] = {"engineer": [Rotation("P", 1, None)]}
    vendor.answers("GET", "/oncalls", page("oncalls", [None, 1, "x", {}]))
    with pytest.raises(Unavailable, match="nobody on call who can be read"):
        pagerduty.on_calls(rotations, NOW)
    vendor.answers("GET", "/oncalls", page("oncalls", []))
    assert list(pagerduty.on_calls(rotations, NOW)) == []


def test_an_override_that_was_refused_says_why(vendor: Stand, pagerduty: PagerDuty) -> None:
    path = "/schedules/PSCHED1/overrides"
    vendor.answers("GET", "/schedules/PSCHED1", CLASSIC)
    made = {"id": "POVER01", "start": "2026-03-01T12:00:00Z", "end": "2026-03-01T14:00:00Z", "user": {"id": "P1"}}
    vendor.answers("POST", path, [{"status": 201, "override": made}], status=201)
    assert pagerduty.add_override("PSCHED1", "P1", NOW, NOW).id == "POVER01"
    vendor.answers("POST", path, [{"status": 400, "errors": ["Override must end after it begins"]}], status=201)
    with pytest.raises(VendorRejected, match="must end after"):
        pagerduty.add_override("PSCHED1", "P1", NOW, NOW)
    odd: object
    for odd in ([], [{"status": 201}], {}, [None]):
        vendor.answers("POST", path, odd, status=201)
        with pytest.raises(OutcomeUnknown):
            pagerduty.add_override("PSCHED1", "P1", NOW, NOW)


@pytest.mark.parametrize("reply", [Reply(b"", 200), Reply(b"", 204), Reply({"override": {}}, 200)])
def test_an_override_ends_with_or_without_a_body_in_the_answer(
    vendor: Stand, pagerduty: PagerDuty, reply: Reply
) -> None:
    vendor.answers("GET", "/schedules/PSCHED1", CLASSIC)
    vendor.answers("DELETE", "/schedules/PSCHED1/overrides/POVER01", reply)
    pagerduty.end_override("PSCHED1", "POVER01")


def test_people_are_found_by_their_whole_address(vendor: Stand, pagerduty: PagerDuty) -> None:
    users = [{"id": "P1", "email": "ann.zoe@example.com"}, {"id": "P2", "email": "Zoe@Example.com", "name": "Zoë"}]
    vendor.answers("GET", "/users", page("users", users))
    found = pagerduty.responder("zoe@example.com")
    assert found is not None
    assert (found.id, found.name) == ("P2", "Zoë")
    assert pagerduty.responder("PNOBODY") is None


def test_notes_are_read_and_written(vendor: Stand, pagerduty: PagerDuty) -> None:
    path = "/incidents/PINC001/notes"
    ours, theirs = {"id": "P2", "type": "user_reference"}, {"id": "P1", "type": "user_reference"}
    listed = [{"id": "N1", "content": None}, {"id": "N2", "content": "mark", "user": ours}]
    vendor.answers("GET", path, {"notes": [*listed, {"id": "N3", "content": "forged", "user": theirs}]})
    vendor.answers("GET", "/users", page("users", [{"id": "P2", "email": "bot@example.com", "name": "Bot"}]))
    assert pagerduty.has_note("PINC001", lambda body: body == "mark")
    assert not pagerduty.has_note("PINC001", lambda body: body == "forged")
    vendor.answers("POST", path, {"note": {"id": "N3", "content": "mark"}})
    pagerduty.add_note("PINC001", "mark")
    assert vendor.asked[-1].body == {"note": {"content": "mark"}}


def test_a_change_in_somebodys_name_says_so_and_the_next_call_is_ours_again(
    vendor: Stand, pagerduty: PagerDuty
) -> None:
    vendor.answers("PUT", "/incidents/PINC1", {"incident": {**RAW, "id": "PINC1"}})
    pagerduty.acknowledge("PINC1", "ada@example.com")
    pagerduty.resolve("PINC1", "ada@example.com")
    pagerduty.assign("PINC1", "PUSER01")
    assert [one.headers["from"] for one in vendor.asked] == ["ada@example.com", "ada@example.com", "bot@example.com"]
    assert [one.body["incident"].get("status") for one in vendor.asked] == ["acknowledged", "resolved", None]


def test_responders_are_asked_as_documented_and_found_by_the_message(vendor: Stand, pagerduty: PagerDuty) -> None:
    path = "/incidents/PINC1/responder_requests"
    vendor.answers("POST", path, {"responder_request": {"requester": {"id": "PADA"}, "message": "Come."}})
    targets = [ResponderTarget("user", "PBEN"), ResponderTarget("escalation_policy", "PPOL001")]
    pagerduty.ask_responders("PINC1", requester="PADA", message="Come.", targets=targets)
    assert vendor.asked[0].body == {
        "requester_id": "PADA",
        "message": "Come.",
        "responder_request_targets": [
            {"responder_request_target": {"id": "PBEN", "type": "user_reference"}},
            {"responder_request_target": {"id": "PPOL001", "type": "escalation_policy_reference"}},
        ],
    }
    vendor.answers("GET", "/incidents/PINC1", {"incident": {"responder_requests": [{"message": "Come."}, {}]}})
    assert pagerduty.asked_responders("PINC1", lambda message: message == "Come.")
    assert not pagerduty.asked_responders("PINC1", lambda message: message == "Stay.")


def test_people_are_told_no_names_of_settings(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("POST", "/incidents", {"error": {"code": 2010, "message": "Access Denied"}}, status=403)
    with pytest.raises(Denied) as raised:
        trigger(pagerduty)
    assert raised.value.for_people == "PagerDuty: does not let Support On-call do this (Access Denied)"
    assert "PAGERDUTY_TOKEN" in raised.value.reason_and_call
