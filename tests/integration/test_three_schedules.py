"""The managers' three schedules of the handbook, which overlap: who takes a shift over, and for which one cover is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.seeds.people import AGENTS
from tests.support.changed import changed_product, manager_at
from tests.support.desk import Json, Person, Sandbox, error, until
from tests.support.rota import moment, plan

AMER, APAC, EMEA = "PTI56V1", "PWBXTYX", "PXQ2ZAZ"
NAMES = {one.pagerduty: one.name for one in AGENTS}
ZOE, ADE, YAEL = "PMGR001", "PMGR002", "PMGR003"
Desk = tuple[Person, Sandbox]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A product with the handbook as it is; Zoë, who asks, has AMER's turn."""
    folder: Path = tmp_path_factory.mktemp("three")
    with changed_product(folder, "{}", slack=True) as product, manager_at(product) as (person, sandbox):
        for schedule in (AMER, APAC, EMEA):
            plan(sandbox, schedule)
        sandbox.control("PUT", "policies/PKV6GCH", {"levels": [["PENGSCH"], [AMER, APAC, EMEA]]})
        yield person, sandbox


def rota(desk: Desk, amer: float, apac: float, emea: float | None = None) -> None:
    """Let AMER's turn end and APAC's begin; EMEA's goes on until then."""
    person, sandbox = desk
    plan(sandbox, AMER, (ZOE, -1, amer), (ADE, amer + 12, amer + 20))
    plan(sandbox, APAC, (YAEL, apac, apac + 8))
    plan(sandbox, EMEA, *([(ADE, -1, emea)] if emea is not None else []))
    names = {NAMES[ZOE]} if amer > 0 else set()
    names |= {NAMES[YAEL]} if apac <= 0 else set()
    names |= {NAMES[ADE]} if emea is not None and emea > 0 else set()

    def known() -> bool:
        found = board(person)
        turns = {(one["name"], one["start"]) for one in found["cover"]["turns"]}
        return {one["name"] for one in found["on_call"]["managers"]} == names and len(turns) >= 2

    until(known)


def board(person: Person) -> Json:
    found: Json = person.call("GET", "/api/board").json()
    return found


def written(person: Person) -> Json:
    found: Json = person.call("GET", "/api/board/hand-off").json()
    return found


def posted(desk: Desk, text: str, receivers: list[str | None] | None) -> str:
    person, sandbox = desk
    assert person.do(0, "post_hand_off", text=text, receivers=receivers)["state"] == "done"
    (message,) = [one for one in sandbox.control("GET", "slack")["support_leadership"] if text in one["text"]]
    return str(message["text"]).partition("\n")[0]


def test_the_shift_goes_to_whoever_is_on_next_on_another_schedule(desk: Desk) -> None:
    person, _ = desk
    rota(desk, 3, 3)
    assert board(person)["on_call"]["manager"]["next"] == NAMES[YAEL]
    found = written(person)
    assert found["receivers"] == [{"user_id": YAEL, "name": NAMES[YAEL]}]
    assert found["text"].startswith(f"Hand-off of the shift: {NAMES[ZOE]} to {NAMES[YAEL]}\n")


def test_where_turns_overlap_all_who_are_on_then_are_named_and_mentioned(desk: Desk) -> None:
    person, _ = desk
    rota(desk, 3, 2.5, 4)
    takers = {one["user_id"] for one in written(person)["receivers"]}
    assert takers == {ADE, YAEL}
    assert posted(desk, "Both of you.", sorted(takers)).count("<@") == 2


def test_a_hand_off_written_before_the_end_and_posted_after_it_keeps_its_receiver(desk: Desk) -> None:
    person, _ = desk
    rota(desk, 3, 3)
    before = [one["user_id"] for one in written(person)["receivers"]]
    expected = posted(desk, "Written and posted in time.", None)
    rota(desk, -0.01, -0.01)
    assert posted(desk, "Written in time.", before) == expected
    late = written(person)
    assert late["text"].startswith(f"Hand-off of the shift: {NAMES[ZOE]} to {NAMES[YAEL]}\n")
    assert posted(desk, "Written late.", None) == expected


def test_where_nobody_is_known_nobody_is_mentioned_and_it_says_so(desk: Desk) -> None:
    person, sandbox = desk
    for schedule in (AMER, APAC, EMEA):
        plan(sandbox, schedule)
    until(lambda: board(person)["on_call"]["nobody"] == ["manager"])
    found = written(person)
    assert (found["receivers"], "the next manager (not known here)" in found["text"]) == ([], True)
    heading = posted(desk, "To whom it may concern.", [])
    assert heading.startswith("The next manager (not known here): Zoë")
    refused = person.ask(0, "post_hand_off", text="Hello.", receivers=[YAEL])
    assert error(refused)["details"]["rule"] == "receiver_unknown"


def test_cover_is_arranged_on_the_schedule_chosen_where_two_managers_are_on(desk: Desk) -> None:
    person, sandbox = desk
    rota(desk, 3, 3, 6)
    listed = board(person)["cover"]
    assert [one["name"] for one in listed["schedules"]] == ["AMER", "APAC", "EMEA"]
    assert {one["region"] for one in listed["turns"]} == {"AMER", "APAC", "EMEA"}
    wish = {"user": YAEL, "start": moment(1), "end": moment(2)}
    unclear = person.ask(0, "cover_shift", **wish)
    assert error(unclear)["details"]["rule"] == "schedule_unclear"
    told = person.call("POST", "/api/board/cover-check", wish | {"schedule": EMEA}).json()
    assert told == {"schedule": {"id": EMEA, "name": "EMEA"}, "instead_of": [NAMES[ADE]], "warnings": []}
    done = person.do(0, "cover_shift", **wish, schedule=EMEA)
    assert f"{NAMES[YAEL]} covers for {NAMES[ADE]} from " in done["steps"][0]["detail"]
    (cover,) = board(person)["cover"]["covers"]
    assert (cover["instead_of"], cover["region"]) == ([NAMES[ADE]], "EMEA")
    made = [one["path"] for one in sandbox.control("GET", "effects") if one["path"].endswith("/overrides")]
    assert made == [f"/schedules/{EMEA}/overrides"]


def test_cover_over_a_border_and_over_ones_own_turn_is_warned_of_and_made(desk: Desk) -> None:
    person, _ = desk
    rota(desk, 3, 3)
    wish = {"user": ADE, "start": moment(14), "end": moment(16), "schedule": AMER}
    (own,) = person.call("POST", "/api/board/cover-check", wish).json()["warnings"]
    assert own == f"{NAMES[ADE]} is on call in these hours anyway."
    assert own in person.do(0, "cover_shift", **wish)["steps"][0]["detail"]
    refused = person.call("POST", "/api/board/cover-check", wish | {"start": moment(-0.2), "end": moment(-0.1)})
    assert error(refused)["details"]["rule"] == "hours"
    assert person.call("POST", "/api/board/cover-check", {"user": ADE}).status_code == 400
