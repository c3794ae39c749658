"""Our rate limits under a storm of requests."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backend.web.limits import READS, Limits

AT_ONCE, ROUNDS = 12, 300


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads take turns as often as can be, so that a race shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_many_at_the_same_instant_are_counted_one_by_one() -> None:
    rounds, together = [Limits() for _ in range(ROUNDS)], Barrier(AT_ONCE)

    def caller() -> None:
        for limits in rounds:
            together.wait()
            limits.spend(READS, "somebody")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one in [pool.submit(caller) for _ in range(AT_ONCE)]:
            one.add_done_callback(lambda done: together.abort() if done.exception() else None)
        # Leaving waits for all; a caller that failed has let the others go.
    assert not together.broken
