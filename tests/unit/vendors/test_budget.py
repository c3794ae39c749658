"""Who may send: by what the vendor says is left, and by our own limit."""

import pytest

from backend.vendors.budget import BACKGROUND, FOLLOW_UP, OPENING, PERSON, Budget, leaving


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def waits(budget: Budget) -> list[float]:
    found = []
    for share in (BACKGROUND, FOLLOW_UP, OPENING, PERSON):
        with leaving(share):
            found.append(budget.wait())
    return found


@pytest.mark.parametrize(
    ("remaining", "waiting"), [(50, [0, 0, 0, 0]), (20, [9, 0, 0, 0]), (7, [9, 9, 0, 0]), (0, [9, 9, 9, 0])]
)
def test_what_the_vendor_says_is_left_is_for_people_first(remaining: int, waiting: list[float]) -> None:
    budget = Budget(now=Clock())
    budget.note({"ratelimit-limit": "100", "ratelimit-remaining": str(remaining), "ratelimit-reset": "9"})
    assert waits(budget) == waiting


def test_our_own_limit_holds_where_the_vendor_says_nothing() -> None:
    clock = Clock()
    budget = Budget(a_minute=100, now=clock)
    for number in range(96):
        clock.now = 1000.0 + number / 10
        budget.sent()
    assert waits(budget) == pytest.approx([50.5, 50.5, 50.5, 0])
    clock.now = 1060.0 - 0.01 + 0.1 * 30
    assert waits(budget)[1:] == [0, 0, 0]
    clock.now += 60
    assert budget.left == 1.0


def test_without_a_limit_nothing_is_counted() -> None:
    budget = Budget(now=Clock())
    for _ in range(1000):
        budget.sent()
    assert waits(budget) == [0, 0, 0, 0]
