"""When a source is due: by the clock, sooner by an event, later after failures; and when a reading is given up."""

import pytest

from backend.mirror.job import MOST_HANGING, OVERDUE_SECONDS, REQUESTED_PAUSE, GivenUp, Job, Reading
from tests.support.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(1000.0)


@pytest.fixture
def job() -> Job:
    return Job("a source", lambda full, moved: None, every=30.0)


@pytest.fixture
def reading(job: Job, clock: Clock) -> Reading:
    return job.begin(clock)


def test_it_is_due_after_its_interval(job: Job, reading: Reading) -> None:
    assert job.succeed(reading)
    assert job.due == 1030.0


def test_an_event_brings_it_forward_but_a_burst_costs_little(job: Job, reading: Reading) -> None:
    job.succeed(reading)
    job.request_soon()
    job.request_soon()
    assert job.due == 1000.0 + REQUESTED_PAUSE


def test_an_event_during_a_reading_asks_for_another_one(job: Job, reading: Reading) -> None:
    job.request_soon()
    assert not job.is_due(2000.0)
    job.succeed(reading)
    assert job.due == 1000.0 + REQUESTED_PAUSE


def test_failures_are_retried_ever_more_slowly_and_events_do_not_hurry_them(job: Job, clock: Clock) -> None:
    pauses = []
    for _ in range(9):
        job.fail(job.begin(clock), usual=30.0, asked_for=0.0)
        job.request_soon()
        pauses.append(job.due - job.began)
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 240, 240]


def test_a_vendor_that_asks_to_wait_is_left_alone_so_long(job: Job, reading: Reading) -> None:
    job.fail(reading, usual=30.0, asked_for=90.0)
    assert job.due == 1090.0


def test_a_reading_that_gets_on_is_never_overdue(job: Job, reading: Reading, clock: Clock) -> None:
    for _ in range(5):
        clock.advance(OVERDUE_SECONDS)
        assert not job.give_up(clock(), usual=30.0)
        reading.moved()


def test_one_that_does_not_is_given_up_tried_again_and_its_late_result_is_not_used(
    job: Job, reading: Reading, clock: Clock
) -> None:
    clock.advance(OVERDUE_SECONDS + 1)
    assert job.give_up(clock(), usual=30.0)
    assert not job.give_up(clock(), usual=30.0)
    assert not job.is_due(clock())
    assert job.is_due(clock() + 2)
    again = job.begin(clock)
    with pytest.raises(GivenUp):
        reading.moved()
    assert not job.succeed(reading)
    assert job.reading is again
    assert job.hanging == 0
    assert job.succeed(again)
    assert not job.overdue


def test_readings_that_hang_for_good_do_not_take_every_thread(job: Job, clock: Clock) -> None:
    hanging = []
    for _ in range(MOST_HANGING):
        hanging.append(job.begin(clock))
        clock.advance(1000)
        assert job.give_up(clock(), usual=30.0)
    clock.advance(1000)
    assert not job.is_due(clock())
    assert not job.fail(hanging[0], usual=30.0, asked_for=0.0)
    assert job.is_due(clock())
