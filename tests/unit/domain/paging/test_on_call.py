"""Who is on call: all who are, told apart by id, and who follows each of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.paging.on_call import OnCall, turns_now
from tests.unit.domain.makers import NOW

HOUR = timedelta(hours=1)


def shift(name: str, start: float | None, end: float | None) -> OnCall:
    return OnCall(
        "manager", name, None if start is None else NOW + start * HOUR, None if end is None else NOW + end * HOUR
    )


@pytest.mark.parametrize(
    ("entries", "name", "until", "following"),
    [
        pytest.param([shift("Ana", -1, 2), shift("Bo", 2, 9)], "Ana", 2, "Bo", id="now-and-next"),
        pytest.param([shift("Ana", -9, 0), shift("Bo", 0, 9)], "Bo", 9, None, id="the-end-itself-is-out"),
        pytest.param(
            [shift("Ana", -1, 2), shift("Ana", 2, 4), shift("Bo", 4, 9)], "Ana", 4, "Bo", id="a-shift-in-two-pieces"
        ),
        pytest.param([shift("Ana", None, None)], "Ana", None, None, id="always-on"),
        pytest.param([shift("Ana", -1, 2)], "Ana", 2, None, id="nobody-next"),
    ],
)
def test_who_is_on_call(entries: list[OnCall], name: str, until: float | None, following: str | None) -> None:
    (found,) = turns_now(entries, "manager", NOW)
    assert (found.name, found.until, found.next) == (name, None if until is None else NOW + until * HOUR, following)


def test_nobody_is_on_call() -> None:
    assert turns_now([], "manager", NOW) == []
    assert turns_now([shift("Ana", 1, 2)], "manager", NOW) == []
    assert turns_now([shift("Ana", -1, 2)], "engineer", NOW) == []


def test_two_people_of_one_name_are_two_and_one_person_in_two_policies_is_one() -> None:
    ana, other = (replace(shift("Ana", -1, 2), user_id=key, schedule_id="PSCHED1") for key in ("P1", "P2"))
    again = replace(ana, policy_id="PANOTHER")
    assert [one.user_id for one in turns_now([ana, other, again], "manager", NOW)] == ["P1", "P2"]


def test_who_follows_is_read_of_the_same_schedule() -> None:
    amer, emea = (replace(shift("Ana", -1, 2), user_id="P1", schedule_id="PAMER"),
                  replace(shift("Bo", -1, 3), user_id="P2", schedule_id="PEMEA"))  # fmt: skip
    after = replace(shift("Cy", 3, 9), user_id="P3", schedule_id="PEMEA")
    found = turns_now([amer, emea, after], "manager", NOW)
    assert [(one.name, one.next, one.next_id) for one in found] == [("Ana", None, None), ("Bo", "Cy", "P3")]


def test_somebody_else_who_overlaps_does_not_lengthen_a_turn() -> None:
    (found, other) = turns_now([shift("Ana", -1, 2), shift("Bo", -2, 9)], "manager", NOW)
    assert (found.name, found.until) == ("Ana", NOW + 2 * HOUR)
    assert (other.name, other.until) == ("Bo", NOW + 9 * HOUR)


def test_a_turn_that_goes_on_without_an_end_has_none() -> None:
    (found,) = turns_now([shift("Ana", -1, 2), shift("Ana", 2, None), shift("Bo", 9, 10)], "manager", NOW)
    assert (found.until, found.next) == (None, None)
