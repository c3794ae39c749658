"""Shift-based schedules over HTTP: recognised, read in the documented form, and every odd form named."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.domain.paging.schedules import Override
from backend.domain.paging.shifts import NotCoverable, Shift
from backend.vendors.errors import NotFound, OutcomeUnknown, Unavailable, VendorRejected
from backend.vendors.pagerduty.client import PagerDuty, Rotation
from tests.unit.vendors.stand import Asked, Reply, Stand

NOW = datetime(2026, 3, 1, 13, tzinfo=UTC)
CLASSIC, V3 = "/schedules/PSCHED1", "/v3/schedules/PSCHED1"
OTHER_KIND = {
    "error": {"code": 3005, "message": "This is a shift-based schedule. Use the v3 Schedules API to access it."}
}
ROTATION = "AGO462IDT5ZMNFBVSROUDT6B4M"


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


def member(user: str | None) -> dict[str, str]:
    return {"type": "user_member", "user_id": user} if user else {"type": "empty_member"}


def shift(user: str | None, start: float, end: float, **more: Any) -> dict[str, Any]:
    source = {"type": "schedule_rotation", "rotation_id": ROTATION}
    listed = {"start_time": at(start), "end_time": at(end), "member": member(user), "source": source}
    return {"type": "computed_shift_assignment", **listed, **more}


def schedule(*shifts: object, **more: Any) -> dict[str, Any]:
    final = {"type": "final_schedule", "rendered_coverage_percentage": 100, "computed_shift_assignments": list(shifts)}
    named = {"id": "PSCHED1", "type": "schedule_v3", "name": "Managers", "time_zone": "UTC"}
    return {"schedule": {**named, "final_schedule": final, **more}}


def override(user: str | None, **more: Any) -> dict[str, Any]:
    who = {"overridden_member": member("PZOE001"), "overriding_member": member(user)}
    return {"id": "AOVER", "type": "override_shift", "start_time": at(1), "end_time": at(3), **who, **more}


@pytest.fixture
def pagerduty(vendor: Stand) -> PagerDuty:
    vendor.answers("GET", CLASSIC, OTHER_KIND, status=400)
    vendor.answers("GET", V3, schedule(shift("PZOE001", -1, 8), shift("PANN001", 8, 16)))
    for user, name in (("PZOE001", "Zoë"), ("PANN001", "Ann")):
        vendor.answers("GET", f"/users/{user}", {"user": {"id": user, "name": name, "email": f"{user}@example.com"}})
    return PagerDuty(vendor.url, "token", "bot@example.com")


def cover(pagerduty: PagerDuty, start: float = 1, end: float = 3) -> Override:
    return pagerduty.add_override("PSCHED1", "PANN001", NOW + timedelta(hours=start), NOW + timedelta(hours=end))


@pytest.mark.parametrize("refused", [Reply(OTHER_KIND, 400), Reply({"error": {"code": 2100}}, 404)])
def test_a_schedule_that_the_classic_calls_refuse_is_recognised_once(
    vendor: Stand, pagerduty: PagerDuty, refused: Reply
) -> None:
    vendor.answers("GET", CLASSIC, refused)
    assert pagerduty.is_shift_based("PSCHED1")
    assert pagerduty.is_shift_based("PSCHED1")
    assert [one.path for one in vendor.asked] == [CLASSIC, V3]


def test_a_classic_schedule_is_asked_for_in_the_classic_way(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("GET", CLASSIC, {"schedule": {"id": "PSCHED1", "type": "schedule"}})
    vendor.answers("GET", f"{CLASSIC}/overrides", {"overrides": []})
    assert list(pagerduty.overrides("PSCHED1", NOW, NOW)) == []
    assert not any(one.path.startswith("/v3") for one in vendor.asked)


def test_a_schedule_that_is_upgraded_is_asked_in_its_new_way_at_once(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("GET", CLASSIC, Reply({"schedule": {"id": "PSCHED1", "type": "schedule"}}), Reply(OTHER_KIND, 400))
    vendor.answers("GET", f"{CLASSIC}/overrides", {"overrides": []})
    assert list(pagerduty.overrides("PSCHED1", NOW, NOW)) == []
    vendor.answers("GET", f"{CLASSIC}/overrides", OTHER_KIND, status=400)
    vendor.answers("GET", f"{V3}/overrides", {"overrides": [override("PANN001")], "more": False})
    assert [one.name for one in pagerduty.overrides("PSCHED1", NOW, NOW)] == ["Ann"]


def test_hours_are_checked_in_the_way_of_the_kind_that_a_schedule_has_now(vendor: Stand, pagerduty: PagerDuty) -> None:
    with pytest.raises(NotCoverable, match="beyond one person's shift"):
        pagerduty.check_cover("PSCHED1", NOW, NOW + timedelta(hours=9))
    vendor.answers("GET", CLASSIC, {"schedule": {"id": "PSCHED1", "type": "schedule"}})
    vendor.answers("GET", V3, OTHER_KIND, status=400)
    pagerduty.check_cover("PSCHED1", NOW, NOW + timedelta(hours=9))


def test_one_that_neither_call_knows_is_not_there(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("GET", CLASSIC, {"error": {"code": 2100}}, status=404)
    vendor.answers("GET", V3, {"error": {"code": 2100}}, status=404)
    with pytest.raises(NotFound, match="there is no such record"):
        pagerduty.is_shift_based("PSCHED1")


def test_who_is_on_comes_from_the_on_calls_and_who_follows_from_the_schedule(
    vendor: Stand, pagerduty: PagerDuty
) -> None:
    reference = {"id": "PSCHED1", "type": "schedule_v3_reference", "summary": "Managers"}
    present = {"user": {"id": "PZOE001", "name": "Zoë"}, "escalation_level": 2, "schedule": reference}
    vendor.answers("GET", "/oncalls", {"oncalls": [{**present, "start": at(-1), "end": at(8)}], "more": False})
    entries = pagerduty.on_calls({"manager": [Rotation(None, None, "PSCHED1")]}, NOW)
    assert [(one.name, one.email, one.schedule_id) for one in entries] == [
        ("Zoë", None, "PSCHED1"),
        ("Ann", "PANN001@example.com", "PSCHED1"),
    ]
    (asked,) = (one for one in vendor.asked if one.path == V3 and one.query)
    assert asked.query["include[]"] == ["final_schedule"]
    assert (asked.query["since"], asked.query["overflow"]) == ([NOW.isoformat()], ["true"])
    assert sum(one.path == "/oncalls" for one in vendor.asked) == 1


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        pytest.param(schedule(final_schedule=None), "schedule.final_schedule", id="none"),
        pytest.param({"schedule": {"id": "PSCHED1", "type": "schedule_v3"}}, "schedule.final_schedule", id="left-out"),
        pytest.param(
            schedule(final_schedule={"rendered_schedule_entries": []}),
            "schedule.final_schedule.computed_shift_assignments",
            id="the-classic-form",
        ),
    ],
)
def test_a_schedule_that_cannot_be_used_is_named_with_call_and_field_and_the_on_calls_count(
    vendor: Stand, pagerduty: PagerDuty, answer: object, field: str
) -> None:
    vendor.answers("GET", V3, answer)
    present = {"user": {"id": "PZOE001", "name": "Zoë"}, "escalation_level": 2, "schedule": {"id": "PSCHED1"}}
    vendor.answers("GET", "/oncalls", {"oncalls": [present], "more": False})
    entries = pagerduty.on_calls({"manager": [Rotation(None, None, "PSCHED1")]}, NOW)
    assert [one.name for one in entries] == ["Zoë"]
    (skipped,) = entries.skipped
    assert str(skipped).startswith(f"PagerDuty schedule PSCHED1: shifts could not be read by GET {V3} -> 200: ")
    assert f" {field}: " in str(skipped)


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        pytest.param(shift("PZOE001", 1, 2, start_time="soon"), "start_time", id="no-time"),
        pytest.param(
            shift("PZOE001", 1, 2, member={"type": "team_member", "team_id": "T"}), "member.type", id="a-team"
        ),
        pytest.param(shift("PZOE001", 1, 2, member={"type": "user_member"}), "member", id="no-user"),
        pytest.param(shift("PZOE001", 1, 2, member=None), "member", id="no-member"),
        pytest.param("a shift", "the answer", id="no-object"),
    ],
)
def test_one_odd_shift_is_left_out_and_named(vendor: Stand, pagerduty: PagerDuty, odd: object, field: str) -> None:
    vendor.answers("GET", V3, schedule(odd, shift(None, 2, 3), shift("PANN001", 3, 4)))
    found = pagerduty.shifts("PSCHED1", NOW, NOW + timedelta(days=1))
    assert [one.user_id for one in found] == ["PANN001"]
    assert [one.field for one in found.skipped] == [field]
    assert str(found.skipped[0]).startswith("PagerDuty shift of schedule PSCHED1 at")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"rotation_id": "R1"}, Shift("PZOE001", NOW, NOW, rotation_id="R1")),
        ({"shift_id": "S1", "override_id": "O1"}, Shift("PZOE001", NOW, NOW, custom_shift_id="S1", override_id="O1")),
        (None, Shift("PZOE001", NOW, NOW)),
        ("R1", Shift("PZOE001", NOW, NOW)),
    ],
)
def test_where_a_shift_comes_from_is_read_as_far_as_it_is_told(
    vendor: Stand, pagerduty: PagerDuty, source: object, expected: Shift
) -> None:
    vendor.answers("GET", V3, schedule(shift("PZOE001", 0, 0, source=source)))
    assert list(pagerduty.shifts("PSCHED1", NOW, NOW)) == [expected]


def test_overrides_are_read_page_by_page_and_name_people(vendor: Stand, pagerduty: PagerDuty) -> None:
    pages = [
        {"overrides": [override("PANN001"), override(None)], "more": True},
        {"overrides": [override("PGONE01"), override("PZOE001", end_time=None)], "more": False},
    ]
    vendor.answers("GET", f"{V3}/overrides", *pages)
    found = pagerduty.overrides("PSCHED1", NOW, NOW + timedelta(days=1))
    # Of somebody who was deleted only the id is left; a shift that is left to nobody is no cover.
    assert [(one.user_id, one.name) for one in found] == [("PANN001", "Ann"), ("PGONE01", "PGONE01")]
    assert [one.field for one in found.skipped] == ["end_time"]


def test_cover_names_the_rotation_and_whom_it_replaces(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("POST", f"{V3}/overrides", {"overrides": [override("PANN001")]}, status=201)
    made = cover(pagerduty)
    assert (made.id, made.user_id, made.name, made.schedule_id) == ("AOVER", "PANN001", "Ann", "PSCHED1")
    (sent,) = (one.body["overrides"] for one in vendor.asked if one.method == "POST")
    assert sent == [
        {
            "type": "override_shift",
            "rotation_id": ROTATION,
            "start_time": at(1),
            "end_time": at(3),
            "overridden_member": member("PZOE001"),
            "overriding_member": member("PANN001"),
        }
    ]
    vendor.calls("DELETE", f"{V3}/overrides/AOVER", lambda _: Reply(b"", 204))
    pagerduty.end_override("PSCHED1", "AOVER")
    assert vendor.asked[-1].method == "DELETE"


def test_cover_beyond_one_shift_is_refused_before_anything_is_sent(vendor: Stand, pagerduty: PagerDuty) -> None:
    with pytest.raises(VendorRejected, match="beyond one person's shift"):
        cover(pagerduty, 7, 9)
    vendor.answers("GET", V3, schedule(shift("PZOE001", 0, 9), shift("PZOE001", 2, 3, member=None)))
    with pytest.raises(VendorRejected, match="cannot be read for those hours"):
        cover(pagerduty)
    assert not any(one.method == "POST" for one in vendor.asked)


@pytest.mark.parametrize(
    "answer", [{}, {"overrides": []}, {"overrides": [{"id": "AOVER"}]}, {"overrides": [override("PZOE001")]}, b"ok"]
)
def test_an_answer_that_does_not_say_what_was_made_leaves_cover_in_doubt(
    vendor: Stand, pagerduty: PagerDuty, answer: object
) -> None:
    vendor.answers("POST", f"{V3}/overrides", answer, status=201)
    with pytest.raises(OutcomeUnknown):
        cover(pagerduty)


def test_a_refusal_is_told_field_by_field(vendor: Stand, pagerduty: PagerDuty) -> None:
    said = {"message": "Invalid Request", "code": 2001, "errors": {"override.end_time": ["is too late", "by far"]}}
    vendor.answers("POST", f"{V3}/overrides", {"error": said}, status=400)
    with pytest.raises(VendorRejected, match=r"override\.end_time: is too late, by far"):
        cover(pagerduty)


def test_an_outage_is_no_fault_of_the_schedule(vendor: Stand, pagerduty: PagerDuty) -> None:
    vendor.answers("GET", "/oncalls", {"oncalls": [], "more": False})
    whole = vendor.reply(Asked("GET", V3, {}, {}, None))
    vendor.calls("GET", V3, lambda asked: Reply(b"", 503) if asked.query else whole)
    with pytest.raises(Unavailable, match="failed with status 503"):
        pagerduty.on_calls({"manager": [Rotation(None, None, "PSCHED1")]}, NOW)
