"""A cause is written once a minute, with how often; another cause, and what was promised to be found, always."""

import logging

import pytest

from backend.telemetry.repetition import EACH, MOST_CAUSES, PAUSE_SECONDS, OncePerCause
from tests.support.clock import Clock


class Written(logging.Handler):
    """Keeps the records that pass."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.addFilter(OncePerCause(clock))

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def written(clock: Clock) -> Written:
    return Written(clock)


@pytest.fixture
def log(written: Written) -> logging.Logger:
    logger = logging.Logger("tests.repetition")
    logger.addHandler(written)
    return logger


def fail(log: logging.Logger, number: int) -> None:
    try:
        raise ValueError(f"no connection free {number}")
    except ValueError:
        log.exception("operation %s: trying again", f"{number:032x}")


def test_thousands_of_one_cause_are_one_line_a_minute_and_a_count(
    log: logging.Logger, written: Written, clock: Clock
) -> None:
    for number in range(3_700):
        fail(log, number)
        log.warning("GET /tickets/%s.json: did not answer after %.1f s", 2000 + number, number / 7)
    assert len(written.records) == 2
    clock.advance(PAUSE_SECONDS)
    fail(log, 1)
    assert (len(written.records), getattr(written.records[-1], "repeated", 0)) == (3, 3_699)
    # The count begins anew.
    clock.advance(PAUSE_SECONDS)
    fail(log, 1)
    assert not getattr(written.records[-1], "repeated", 0)


def test_other_causes_are_written_beside_it(log: logging.Logger, written: Written) -> None:
    for name in ("gitlab:star", "gitlab:feedback"):
        for why in ("could not be reached", "did not answer in time"):
            log.warning("reading %s failed: %s", name, why)
    assert len(written.records) == 4


def test_what_says_how_things_go_is_not_limited(log: logging.Logger, written: Written) -> None:
    for _ in range(3):
        log.info("POST operations: 201")
    assert len(written.records) == 3


def test_a_record_whose_id_somebody_was_told_is_always_written(log: logging.Logger, written: Written) -> None:
    for number in range(3):
        log.error("request %s failed", f"{number:016x}", extra={EACH: True})
    assert len(written.records) == 3


def test_no_more_causes_are_remembered_than_fit(log: logging.Logger, written: Written) -> None:
    for number in range(MOST_CAUSES + 1):
        log.warning("cause %s", "x" * number)
    # The first was forgotten for the last; the second is known still.
    log.warning("cause %s", "x")
    log.warning("cause %s", "")
    assert len(written.records) == MOST_CAUSES + 2
