"""Cover: for whom somebody stands in, and what speaks against it."""

from datetime import datetime, timedelta

import pytest

from backend.domain.paging.on_call import OnCall
from backend.domain.paging.schedules import Override
from backend.domain.shift.cover import Wish, replaced, speaks_against, unfit
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW

AMER, EMEA = "PTI56V1", "PXQ2ZAZ"


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def turn(name: str, start: float, end: float, schedule: str = AMER) -> OnCall:
    return OnCall("manager", name, at(start), at(end), f"P{name.upper()}", schedule_id=schedule)


def wish(start: float, end: float) -> Wish:
    return Wish("PDI", "Di", AMER, at(start), at(end))


ROTA = [turn("Ana", 0, 8), turn("Ana", 0, 8), turn("Bo", 8, 16), turn("Cy", 0, 16, EMEA), turn("Di", 16, 24)]


ACROSS = "The hours go over the turns of Ana and Bo: all of them are replaced."
NOBODY = "Nobody is on the schedule then: there is nobody to stand in for."


@pytest.mark.parametrize(
    ("turns", "hours", "instead_of", "against"),
    [
        pytest.param(ROTA, (1, 8), ("Ana",), [], id="within one turn"),
        pytest.param(
            ROTA,
            (7, 9),
            ("Ana", "Bo"),
            [ACROSS],
            id="across a border",
        ),
        pytest.param(ROTA, (15, 17), ("Bo",), ["Di is on call in these hours anyway."], id="over their own turn"),
        pytest.param(
            ROTA,
            (30, 31),
            (),
            [NOBODY],
            id="nobody's hours",
        ),
        pytest.param([], (1, 2), (), ["Who is on call then is not known here."], id="never read"),
        pytest.param(
            [turn("Ana", 0, 8), turn("Di", 0, 8, EMEA)],
            (1, 2),
            ("Ana",),
            ["Di is on call in these hours anyway on EMEA."],
            id="on call elsewhere",
        ),
    ],
)
def test_turns(
    turns: list[OnCall],
    hours: tuple[float, float],
    instead_of: tuple[str, ...],
    against: list[str],
    handbook: Handbook,
) -> None:
    assert replaced(wish(*hours), turns) == instead_of
    found = speaks_against(wish(*hours), turns, [], handbook)
    assert list(found) == against


def test_somebody_who_stands_in_already_is_named(handbook: Handbook) -> None:
    standing = [
        Override("O1", "PEVE", at(1), at(3), "Eve", AMER),
        Override("O2", "PEVE", at(1), at(3), "Eve", EMEA),
        Override("O3", "PEVE", at(5), at(6), "Eve", AMER),
        Override("O4", "PDI", at(2), at(5), "Di", AMER),
    ]
    # Neither on another schedule, nor at another time, nor the very cover that is asked for.
    assert speaks_against(wish(2, 5), ROTA, standing, handbook) == (
        "Eve stands in already, 2026-03-04 19:00 to 2026-03-04 21:00 UTC.",
    )
    nameless = Override("O1", "PEVE", at(1), at(3), "", AMER)
    (said,) = speaks_against(wish(2, 5), ROTA, [nameless], handbook)
    assert said.startswith("Somebody stands in already, ")
    assert speaks_against(wish(3, 5), ROTA, standing[:1], handbook) == ()


DAY = 24.0


@pytest.mark.parametrize(
    ("start", "end", "because"),
    [
        pytest.param(0, 1, None, id="now"),
        pytest.param(-0.25, 1, None, id="begun-while-the-form-was-filled-in"),
        pytest.param(0, DAY, None, id="a-day"),
        pytest.param(6 * DAY, 7 * DAY, None, id="up-to-a-week-ahead"),
        pytest.param(1, 1, "cover must end after it begins", id="no-time"),
        pytest.param(2, 1, "cover must end after it begins", id="backwards"),
        pytest.param(-0.2, 0, "cover that has ended already changes nothing", id="over"),
        pytest.param(
            0, DAY + 0.01, "cover is for some hours: swap the shift in PagerDuty for more than a day", id="long"
        ),
        pytest.param(-0.26, 1, "cover cannot begin in the past", id="past"),
        pytest.param(6.5 * DAY, 7.01 * DAY, "cover is arranged for the next seven days", id="far"),
    ],
)
def test_for_which_hours_somebody_can_stand_in(start: float, end: float, because: str | None) -> None:
    assert unfit(at(start), at(end), NOW) == because
