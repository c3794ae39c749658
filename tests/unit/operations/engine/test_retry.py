"""When a step is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.operations.engine import retry as policy

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(("repeatable", "expected"), [(False, [2, 5, 15, 30, 60]), (True, [2, 5, 10])])
def test_a_write_in_doubt_is_looked_for_at_growing_intervals_and_then_sent_again(
    repeatable: bool, expected: list[int]
) -> None:
    looks, at = [], 0.0
    while (wait := policy.until_next_look(NOW, NOW + timedelta(seconds=at), repeatable)) is not None:
        assert wait > 0
        at += wait
        looks.append(round(at))
    assert looks == expected


def test_urgent_steps_are_tried_sooner_and_given_up_sooner() -> None:
    assert sum(policy.delay(True, tries) for tries in range(5)) < 30
    assert policy.given_up(True, NOW, NOW + timedelta(minutes=11))
    assert not policy.given_up(False, NOW, NOW + timedelta(hours=23))
    assert policy.given_up(False, NOW, NOW + timedelta(hours=25))


def test_what_is_left_of_a_deadline_bounds_any_wait() -> None:
    assert policy.left(True, NOW, NOW + timedelta(minutes=4)) == 360
    assert policy.left(False, NOW, NOW) == 24 * 3600
    assert policy.left(True, NOW, NOW + timedelta(minutes=11)) < 0


def test_a_vendor_that_asks_to_wait_is_not_asked_sooner() -> None:
    assert 42 < policy.delay(True, 0, asked_for=42.0) < 43
    assert 42 < policy.delay(False, 99, asked_for=42.0) < 44
    assert policy.delay(False, 99) <= 300 * (1 + policy.JITTER)
