"""Background work makes room in time, a person's click never waits for a budget."""

import pytest

from backend.vendors.budget import BACKGROUND, FOLLOW_UP, OPENING, PERSON, Budget, leaving

NOW = 1_790_000_000.0


def waits(budget: Budget) -> dict[float, float]:
    found = {}
    for share in (BACKGROUND, FOLLOW_UP, PERSON):
        with leaving(share):
            found[share] = budget.wait()
    return found


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"ratelimit-limit": "960", "ratelimit-remaining": "{}", "ratelimit-reset": "20"}, id="seconds"),
        pytest.param(
            {"ratelimit-limit": "960", "ratelimit-remaining": "{}", "ratelimit-reset": f"{NOW + 20:.0f}"}, id="a-time"
        ),
    ],
)
def test_the_less_is_left_the_more_have_to_wait(headers: dict[str, str]) -> None:
    budget = Budget(lambda: NOW, wall=lambda: NOW)
    for remaining, waiting in (
        (900, set()),
        (200, {BACKGROUND}),
        (50, {BACKGROUND, FOLLOW_UP}),
        (0, {BACKGROUND, FOLLOW_UP}),
    ):
        budget.note({name: value.format(remaining) for name, value in headers.items()})
        assert {share for share, wait in waits(budget).items() if wait} == waiting
        assert all(wait == 20 for wait in waits(budget).values() if wait)


def test_zendesks_older_headers_count_for_a_minute() -> None:
    budget = Budget(lambda: NOW, wall=lambda: NOW)
    budget.note({"x-rate-limit": "700", "x-rate-limit-remaining": "7"})
    assert waits(budget) == {BACKGROUND: 60, FOLLOW_UP: 60, PERSON: 0}


def test_what_was_used_up_comes_back_with_time() -> None:
    now = NOW
    budget = Budget(lambda: now, wall=lambda: now)
    budget.used_up(5)
    assert waits(budget) == {BACKGROUND: 5, FOLLOW_UP: 5, PERSON: 0}
    now += 6
    assert waits(budget) == {BACKGROUND: 0, FOLLOW_UP: 0, PERSON: 0}
    assert budget.left == 1.0


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"ratelimit-limit": "many", "ratelimit-remaining": "few"}, id="words"),
        pytest.param({"ratelimit-limit": "0", "ratelimit-remaining": "0"}, id="nothing-allowed"),
    ],
)
def test_headers_that_say_nothing_change_nothing(headers: dict[str, str]) -> None:
    budget = Budget(lambda: NOW, wall=lambda: NOW)
    budget.note(headers)
    assert budget.left == 1.0


def test_our_own_limit_holds_where_the_vendor_says_nothing() -> None:
    now = NOW
    budget = Budget(lambda: now, a_minute=100)
    for _ in range(96):
        now += 0.1
        budget.sent()
    # The first was sent 9.5 s ago: in 50.5 s there is room again, for a person's click at once.
    with leaving(OPENING):
        assert budget.wait() == pytest.approx(50.5, abs=0.01)
    assert waits(budget) == {
        BACKGROUND: pytest.approx(50.5, abs=0.01),
        FOLLOW_UP: pytest.approx(50.5, abs=0.01),
        PERSON: 0,
    }
    now += 53
    assert waits(budget) == {BACKGROUND: pytest.approx(0.1, abs=0.1), FOLLOW_UP: 0, PERSON: 0}
    now += 60
    assert budget.left == 1.0


def test_without_a_limit_nothing_is_counted() -> None:
    budget = Budget(lambda: NOW, wall=lambda: NOW)
    for _ in range(1000):
        budget.sent()
    assert budget.left == 1.0


def test_a_reset_of_another_clock_holds_nothing_up_for_long() -> None:
    budget = Budget(lambda: NOW, wall=lambda: NOW)
    budget.note({"ratelimit-limit": "960", "ratelimit-remaining": "0", "ratelimit-reset": f"{NOW + 3600:.0f}"})
    assert waits(budget)[BACKGROUND] == 120


def test_an_endpoint_is_held_alone_and_for_its_time() -> None:
    now = NOW
    budget = Budget(lambda: now, wall=lambda: now)
    budget.used_up(30, "PUT /tickets/7")
    with leaving(BACKGROUND):
        assert budget.wait(("PUT /tickets/7", "PUT /tickets/{id}")) == 30
        assert budget.wait(("PUT /tickets/8", "PUT /tickets/{id}")) == 0
        assert budget.wait() == 0
    assert budget.wait(("PUT /tickets/7",)) == 0
    assert budget.left == 1.0
    now += 31
    with leaving(BACKGROUND):
        assert budget.wait(("PUT /tickets/7",)) == 0


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    even, wall = 100.0, NOW
    budget = Budget(lambda: even, wall=lambda: wall)
    budget.note({"ratelimit-limit": "960", "ratelimit-remaining": "0", "ratelimit-reset": f"{NOW + 20:.0f}"})
    wall -= 3600
    assert waits(budget)[BACKGROUND] == 20
    even += 21
    assert waits(budget)[BACKGROUND] == 0
