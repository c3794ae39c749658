"""Who could take an open page, and who is on duty."""

from dataclasses import replace
from datetime import timedelta

from backend.domain.paging.on_call import OnCall, OnCallRole, on_duty
from backend.domain.paging.responders import Candidate, candidates, reassign_by_hand, responder_policies
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import NOW, incident

HOUR = timedelta(hours=1)
PAGE = replace(incident(), assigned_to=("Ada",), assigned_ids=("PADA",))


def shift(role: OnCallRole, user_id: str, begins: int | None, ends: int | None) -> OnCall:
    start, end = (None if hours is None else NOW + hours * HOUR for hours in (begins, ends))
    return OnCall(role, user_id.title(), start, end, user_id)


def test_engineers_come_first_and_whoever_has_it_is_left_out(handbook: Handbook) -> None:
    rota = [
        shift("manager", "PMAN", -1, 1),
        shift("engineer", "PADA", -1, 1),
        shift("engineer", "PBEN", 1, 2),
        shift("engineer", "PADA", 2, 3),
        shift("engineer", "POLD", -9, 0),
    ]
    people = [one for one in candidates(PAGE, rota, handbook, NOW) if not one.to.startswith("level:")]
    assert people == [Candidate("PBEN", "Pben", "engineer"), Candidate("PMAN", "Pman", "manager", now=True)]


def test_who_is_on_duty_comes_first_among_engineers_and_among_managers(handbook: Handbook) -> None:
    rota = [
        shift("manager", "PLATER", 1, 2),
        shift("manager", "PMAN", -1, 1),
        shift("engineer", "PNEXT", 1, 2),
        shift("engineer", "PBEN", -1, 1),
        OnCall("engineer", "Without an id", None, None, None),
    ]
    people = [one.to for one in candidates(PAGE, rota, handbook, NOW) if not one.to.startswith("level:")]
    assert people == ["PBEN", "PNEXT", "PMAN", "PLATER"]


def test_colleagues_and_levels_come_from_the_handbook(changed: Changed) -> None:
    handbook = changed(
        """
people: [{name: Cleo, pagerduty_id: PCLEO}, {name: Ada, pagerduty_id: PADA}, {name: Nobody}]
pagerduty: {levels: [{level: 2, name: Chiefs}]}
"""
    )
    found = candidates(PAGE, [], handbook, NOW)
    assert found == (Candidate("level:2", "Chiefs"), Candidate("PCLEO", "Cleo"))
    assert candidates(replace(PAGE, urgency="low"), [], handbook, NOW) == (Candidate("PCLEO", "Cleo"),)


def test_the_level_of_those_who_have_it_is_left_out(handbook: Handbook) -> None:
    rota = [replace(shift("engineer", "PADA", -1, 1), level=1), replace(shift("engineer", "PADA", 2, 3), level=3)]
    levels = [one.to for one in candidates(PAGE, rota, handbook, NOW) if one.to.startswith("level:")]
    assert levels == ["level:2", "level:3"]


def test_a_duty_ends_with_its_last_minute_and_may_have_no_end() -> None:
    assert [on_duty(shift("engineer", "P", *hours), NOW) for hours in ((0, 1), (-1, 0), (1, 2), (None, None))] == [
        True, False, False, True,
    ]  # fmt: skip


def test_the_way_by_hand_names_the_incident_and_who_takes_it(handbook: Handbook) -> None:
    lines = reassign_by_hand(handbook, "https://pagerduty.example/Q1", "Ben")
    assert "https://pagerduty.example/Q1" in lines[0]
    assert "Ben" in lines[1]


def test_policies_that_can_be_asked_are_each_offered_once(handbook: Handbook, changed: Changed) -> None:
    assert [one.id for one in responder_policies(handbook)] == ["PKV6GCH"]
    ours = changed("""
pagerduty:
  responder_policies:
    experts: {name: Database Experts, id: PDB}
    same: {name: The same one, id: PKV6GCH}
    later: {name: Not there yet, id: ""}
""")
    assert [one.name for one in responder_policies(ours)] == ["Customer Emergency Rotation", "Database Experts"]
