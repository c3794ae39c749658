"""When a source is due: by the clock, sooner by an event, later after failures."""

from backend.mirror.jobs import HEARD_PAUSE, Job


def job() -> Job:
    made = Job("a source", lambda full: None, every=30.0)
    made.begin(1000.0)
    made.busy = False
    return made


def test_it_is_due_after_its_interval() -> None:
    read = job()
    read.succeeded()
    assert read.due == 1030.0


def test_an_event_brings_it_forward_but_a_burst_costs_little() -> None:
    read = job()
    read.succeeded()
    read.hear()
    read.hear()
    assert read.due == 1000.0 + HEARD_PAUSE


def test_an_event_during_a_reading_asks_for_another_one() -> None:
    read = job()
    read.hear()
    read.succeeded()
    assert read.due == 1000.0 + HEARD_PAUSE


def test_failures_are_retried_ever_more_slowly_and_events_do_not_hurry_them() -> None:
    read, pauses = job(), []
    for _ in range(9):
        read.failed(usual=30.0, asked_for=0.0)
        read.hear()
        pauses.append(read.due - read.began)
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 240, 240]


def test_a_vendor_that_asks_to_wait_is_left_alone_so_long() -> None:
    read = job()
    read.failed(usual=30.0, asked_for=90.0)
    assert read.due == 1090.0
