"""Our rate limits under a storm of requests."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backend.web.errors import ApiError
from backend.web.limits import MINUTE, Limit, Limits

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

    refused: list[int] = []

    def caller() -> None:
        for limits in rounds:
            together.wait()
            try:
                limits.spend(Limit("reads", AT_ONCE - 1), "somebody")
            except ApiError:
                refused.append(1)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one in [pool.submit(caller) for _ in range(AT_ONCE)]:
            one.add_done_callback(lambda done: together.abort() if done.exception() else None)
        # Leaving waits for all; a caller that failed has let the others go.
    assert not together.broken
    assert len(refused) == ROUNDS


def test_a_minute_begins_with_the_first_request_and_belongs_to_one_caller_and_kind() -> None:
    now = 1000.0
    limits, twice = Limits(lambda: now), Limit("reads", 2)
    limits.spend(twice, "somebody")
    now += MINUTE - 0.5
    limits.spend(twice, "somebody")
    with pytest.raises(ApiError, match="in 1 s") as refused:
        limits.spend(twice, "somebody")
    assert refused.value.details == {"retry_after": 1}
    limits.spend(twice, "somebody else")
    limits.spend(Limit("sessions", 2), "somebody")
    now += 0.5
    limits.spend(twice, "somebody")
