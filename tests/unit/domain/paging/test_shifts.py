"""Cover on a shift-based schedule: one person's shift, on one rotation, from beginning to end of the hours."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backend.domain.paging.shifts import NotCoverable, Shift, shift_to_cover


def at(hour: int) -> datetime:
    return datetime(2026, 3, 1, hour, tzinfo=UTC)


def shift(user: str, start: int, end: int, **more: Any) -> Shift:
    return Shift(user, at(start), at(end), **({"rotation_id": "R1"} | more))


def test_the_shift_that_the_hours_lie_in_is_found_among_others() -> None:
    shifts = [shift("ZOE", 0, 8), shift("ANN", 8, 16), shift("ZOE", 16, 23)]
    assert shift_to_cover(shifts, at(9), at(16)) == shift("ANN", 8, 16)


def test_a_shift_that_is_listed_in_pieces_is_one() -> None:
    pieces = [shift("ANN", 12, 16), shift("ANN", 8, 12), shift("ZOE", 16, 23)]
    assert shift_to_cover(pieces, at(10), at(14)) == shift("ANN", 8, 16)


def test_a_single_shift_made_by_hand_can_be_covered() -> None:
    single = shift("ANN", 8, 16, rotation_id=None, custom_shift_id="S1")
    assert shift_to_cover([single], at(8), at(16)) == single


NOBODY = "nobody is on the schedule at that time, so there is nobody to stand in for"
STANDS_IN = "somebody stands in at that time already: take that cover back first"
SEVERAL = "several people are on at that time: say in PagerDuty for whom somebody stands in"
BEYOND = "the hours go beyond one person's shift: arrange cover for each shift"
NO_SOURCE = "PagerDuty does not say which rotation the shift belongs to: make the override there"


@pytest.mark.parametrize(
    ("shifts", "because"),
    [
        pytest.param([shift("ZOE", 0, 9), shift("ZOE", 12, 20)], NOBODY, id="gap"),
        pytest.param([shift("ZOE", 0, 11)], BEYOND, id="ends-before"),
        pytest.param([shift("ZOE", 10, 20)], BEYOND, id="begins-after"),
        pytest.param([shift("ZOE", 0, 10), shift("ANN", 10, 20)], BEYOND, id="two-in-turn"),
        pytest.param([shift("ZOE", 0, 20), shift("ANN", 0, 20)], SEVERAL, id="two-at-once"),
        pytest.param([shift("ZOE", 0, 20), shift("ANN", 11, 12, rotation_id="R2")], SEVERAL, id="a-shadow"),
        pytest.param([shift("ANN", 0, 20, override_id="O1")], STANDS_IN, id="overridden"),
        pytest.param([shift("ANN", 0, 20, rotation_id=None)], NO_SOURCE, id="no-source"),
    ],
)
def test_what_is_not_plainly_one_persons_is_refused_with_the_reason(shifts: list[Shift], because: str) -> None:
    with pytest.raises(NotCoverable) as refused:
        shift_to_cover(shifts, at(9), at(12))
    assert str(refused.value) == because
