"""Who is on call is who PagerDuty says is on now, all of them; cover is what stands on its schedules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.seeds.people import AGENTS
from tests.support.changed import changed_product, manager_at
from tests.support.desk import Json, Person, Sandbox, error, until
from tests.support.rota import moment, plan

SCHEDULES = """
pagerduty:
  on_call:
    engineer:
      - {level: 1}
    manager:
      - {schedule: PAMER01, region: AMER}
      - {schedule: PAPAC01, region: APAC}
  services:
    apac_backup_pool: {id: PAPACBK}
"""
NAMES = {one.pagerduty: one.name for one in AGENTS}
Desk = tuple[Person, Sandbox]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A product whose managers stand on two schedules."""
    folder: Path = tmp_path_factory.mktemp("regions")
    with changed_product(folder, SCHEDULES) as product, manager_at(product) as (person, sandbox):
        plan(sandbox, "PAMER01", ("PMGR001", -1, 3), ("PMGR002", 3, 9))
        plan(sandbox, "PAPAC01", ("PMGR003", 5, 12))
        levels = [["PENGSCH", "PSEN001"], ["PAMER01", "PAPAC01"]]
        sandbox.control("PUT", "policies/PKV6GCH", {"levels": levels})
        yield person, sandbox


def on_call(person: Person) -> Json:
    found: Json = person.call("GET", "/api/board").json()["on_call"]
    return found


def covers(person: Person) -> list[Json]:
    found: list[Json] = person.call("GET", "/api/board").json()["cover"]["covers"]
    return found


def test_all_who_are_on_now_are_named_with_who_is_on_after_them(desk: Desk) -> None:
    person, sandbox = desk
    until(lambda: len(on_call(person)["engineers"]) == 2 and len(on_call(person)["managers"]) == 1)
    manager = on_call(person)["managers"][0]
    assert on_call(person)["manager"] == manager
    assert manager["next"]
    plan(sandbox, "PAPAC01", ("PMGR003", -1, 4))
    until(lambda: len(on_call(person)["managers"]) == 2)
    following = {one["name"]: one["next"] for one in on_call(person)["managers"]}
    both = {NAMES["PMGR002"], NAMES["PMGR003"]}
    assert set((following[NAMES["PMGR001"]] or "").split(", ")) == both
    assert following[NAMES["PMGR003"]] == NAMES["PMGR002"]
    plan(sandbox, "PAPAC01", ("PMGR003", 5, 12))
    until(lambda: len(on_call(person)["managers"]) == 1)


def test_nobody_is_said_as_such(desk: Desk) -> None:
    person, sandbox = desk
    plan(sandbox, "PAMER01", ("PMGR001", 2, 3))
    until(lambda: on_call(person)["nobody"] == ["manager"])
    assert (on_call(person)["manager"], on_call(person)["managers"]) == (None, [])
    plan(sandbox, "PAMER01", ("PMGR001", -1, 3), ("PMGR002", 3, 9))
    until(lambda: on_call(person)["nobody"] == [])


def test_cover_goes_to_the_schedule_of_the_region_and_ends_when_pagerduty_ends_it(desk: Desk) -> None:
    person, sandbox = desk
    until(lambda: len(on_call(person)["managers"]) == 1)
    done = person.do(0, "cover_shift", user="PENG002", start=moment(6.5), end=moment(8), schedule="PAPAC01")
    assert done["state"] == "done"
    made = [one for one in sandbox.control("GET", "effects") if one["path"].endswith("/overrides")][-1]
    assert made["path"] == "/schedules/PAPAC01/overrides"
    (cover,) = covers(person)
    assert (cover["name"], cover["by"]) == ("Priya Raman", person.agent["name"])
    unclear = person.ask(0, "cover_shift", user="PENG002", start=moment(7), end=moment(8))
    assert error(unclear)["details"]["rule"] == "schedule_unclear"
    plain = person.do(0, "cover_shift", user="PENG003", start=moment(1), end=moment(2))
    assert plain["state"] == "done"
    made = [one for one in sandbox.control("GET", "effects") if one["path"].endswith("/overrides")][-1]
    assert made["path"] == "/schedules/PAMER01/overrides"
    plan(sandbox, "PAPAC01", ("PMGR003", 5, 12))
    (left,) = until(lambda: len(found := covers(person)) == 1 and found)
    assert person.do(0, "end_cover", override_id=left["override_id"])["state"] == "done"
    assert covers(person) == []


def test_an_override_deleted_in_pagerduty_is_gone_from_the_board(desk: Desk) -> None:
    person, sandbox = desk
    person.do(0, "cover_shift", user="PENG001", start=moment(6), end=moment(7), schedule="PAPAC01")
    assert "PAPAC01" in [one["path"].split("/")[2] for one in sandbox.control("GET", "effects")][-1]
    assert covers(person)
    plan(sandbox, "PAPAC01", ("PMGR003", 5, 12))
    plan(sandbox, "PAMER01", ("PMGR001", -1, 3), ("PMGR002", 3, 9))
    until(lambda: covers(person) == [])


def test_on_shift_based_schedules_it_is_the_same_and_what_they_cannot_do_is_said(desk: Desk) -> None:
    person, sandbox = desk
    sandbox.control("POST", "dialects", {"pagerduty_schedules": "shift_based"})
    plan(sandbox, "PAMER01", ("PMGR001", -1, 4), ("PMGR002", 4, 9))
    until(lambda: any(one["path"] == "/v3/schedules/PAMER01/overrides" for one in sandbox.control("GET", "calls")))
    (manager,) = until(lambda: (found := on_call(person)["managers"]) and found[0]["next"] and found)
    assert (manager["name"], manager["next"]) == (NAMES["PMGR001"], NAMES["PMGR002"])
    two = person.ask(0, "cover_shift", user="PENG002", start=moment(3), end=moment(5), schedule="PAMER01")
    assert error(two)["details"]["rule"] == "not_coverable"
    done = person.do(0, "cover_shift", user="PENG002", start=moment(1), end=moment(2), schedule="PAMER01")
    assert done["state"] == "done"
    (made,) = [one for one in sandbox.control("GET", "effects") if one["path"].startswith("/v3/")]
    (sent,) = made["body"]["overrides"]
    assert (sent["custom_shift_id"], sent["overridden_member"]["user_id"]) == ("SPAMER010", "PMGR001")
    (cover,) = covers(person)
    assert (cover["name"], cover["by"]) == ("Priya Raman", person.agent["name"])
    again = person.ask(0, "cover_shift", user="PENG003", start=moment(1), end=moment(2), schedule="PAMER01")
    assert "stands in" in error(again)["message"]
    assert person.do(0, "end_cover", override_id=cover["override_id"])["state"] == "done"
    assert covers(person) == []


def test_a_shift_based_schedule_that_cannot_be_read_is_named_and_all_else_goes_on(desk: Desk) -> None:
    person, sandbox = desk
    sandbox.control("POST", "dialects", {"pagerduty_schedules": "shift_based"})
    plan(sandbox, "PAMER01", ("PMGR001", -1, 4), ("PMGR002", 4, 9))
    until(lambda: on_call(person)["left_out"] == [])
    refused = {"vendor": "pagerduty", "path": "^/v3/schedules/PAMER01$", "mode": "error", "status": 403}
    sandbox.control("POST", "faults", refused)
    (named,) = until(lambda: on_call(person)["left_out"])
    assert named.startswith("PagerDuty schedule PAMER01: shifts could not be read by GET ")
    assert "/v3/schedules/PAMER01 -> 403: " in named
    assert [one["name"] for one in on_call(person)["managers"]] == [NAMES["PMGR001"]]
    sources = person.call("GET", "/api/board").json()["sources"]
    assert (sources["pagerduty"]["skipped"], sources["gitlab"]["skipped"]) == ([named], [])
    assert {one["state"] for one in sources.values()} == {"fresh"}
    sandbox.control("DELETE", "faults")
    until(lambda: on_call(person)["left_out"] == [])


def test_a_project_that_moved_is_worked_on_and_named(desk: Desk) -> None:
    person, sandbox = desk
    sandbox.control("POST", "projects/stars/move", {"path": "gitlab-com/moved/attention"})
    words = "GitLab project star: path is gitlab-com/moved/attention now: correct it in the handbook"

    def gitlab() -> Json:
        found: Json = person.call("GET", "/api/board").json()["sources"]["gitlab"]
        return found

    until(lambda: words in gitlab()["skipped"])
    assert gitlab()["error"] is None
