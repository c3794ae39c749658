"""A duty in the background goes on, whatever becomes of one round, until it is stopped."""

import threading

from backend.periodic import Periodic


def test_a_round_that_fails_ends_nothing() -> None:
    rounds, enough = [], threading.Event()

    def duty() -> None:
        rounds.append(1)
        if len(rounds) >= 3:
            enough.set()
        raise RuntimeError("a bug")

    periodic = Periodic("duty", 0.001, duty)
    periodic.start()
    assert enough.wait(5)
    periodic.stop()
    done = len(rounds)
    enough.wait(0.02)
    assert len(rounds) == done


def test_the_first_round_comes_at_once_and_a_stop_does_not_wait_for_the_next() -> None:
    once = threading.Event()
    periodic = Periodic("duty", 3600, once.set)
    periodic.start()
    assert once.wait(5)
    periodic.stop()


def test_what_was_never_started_can_be_stopped() -> None:
    Periodic("duty", 3600, lambda: None).stop()
