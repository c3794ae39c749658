"""Leases are judged by beats that each process watches itself: no two clocks are compared, and none can be set."""

from backend.store.beats import BeatWatch
from backend.store.engine import Database
from backend.store.leases import LeaseStore


class Clock:
    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def process(database: Database, name: str, clock: Clock | None = None) -> LeaseStore:
    return LeaseStore(database, lambda: name, BeatWatch(clock) if clock else None)


def test_a_lease_that_is_renewed_stays_and_one_that_is_not_goes_to_the_next(database: Database) -> None:
    # The two machines' clocks differ by a month, and nothing hangs on it.
    here, there = Clock(100.0), Clock(2_600_000.0)
    first, second = process(database, "one", here), process(database, "two", there)
    assert first.take("mirror", 10)
    for _ in range(10):
        assert first.take("mirror", 10)
        assert not second.take("mirror", 10)
        there.now += 5
    there.now += 6
    assert second.take("mirror", 10)
    assert not first.take("mirror", 10)


def test_who_has_just_begun_to_watch_takes_nothing(database: Database) -> None:
    assert process(database, "one").take("mirror", 0)
    assert not process(database, "two", Clock(1e9)).take("mirror", 0)


def test_a_lease_that_is_given_back_is_free_at_once(database: Database) -> None:
    first, second = process(database, "one"), process(database, "two")
    assert first.take("mirror", 3600)
    second.release("mirror")
    assert not second.take("mirror", 3600)
    first.release("mirror")
    assert second.take("mirror", 3600)


def test_a_process_that_was_started_again_under_its_name_has_its_lease_at_once(database: Database) -> None:
    assert process(database, "one").take("mirror", 3600)
    assert process(database, "one").take("mirror", 3600)


def test_leases_of_different_names_are_different_leases(database: Database) -> None:
    assert process(database, "one").take("mirror", 3600)
    assert process(database, "two").take("retention", 3600)
