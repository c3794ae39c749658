"""Leases are judged by beats that each process watches itself: no two clocks are compared, and none can be set."""

from backend.store.beats import BeatWatch
from backend.store.engine import Database
from backend.store.leases import LeaseStore


class Clock:
    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def test_a_lease_that_is_renewed_stays_and_one_that_is_not_goes_to_the_next(database: Database) -> None:
    # The two machines' clocks differ by a month, and nothing hangs on it.
    here, there = Clock(100.0), Clock(2_600_000.0)
    first, second = LeaseStore(database, BeatWatch(here)), LeaseStore(database, BeatWatch(there))
    assert first.take("mirror", "one", 10)
    for _ in range(10):
        assert first.take("mirror", "one", 10)
        assert not second.take("mirror", "two", 10)
        there.now += 5
    there.now += 6
    assert second.take("mirror", "two", 10)
    assert not first.take("mirror", "one", 10)


def test_who_has_just_begun_to_watch_takes_nothing(database: Database) -> None:
    assert LeaseStore(database).take("mirror", "one", 0)
    assert not LeaseStore(database, BeatWatch(Clock(1e9))).take("mirror", "two", 0)


def test_a_lease_that_is_given_back_is_free_at_once(database: Database) -> None:
    leases = LeaseStore(database)
    assert leases.take("mirror", "one", 3600)
    leases.release("mirror", "two")
    assert not leases.take("mirror", "two", 3600)
    leases.release("mirror", "one")
    assert leases.take("mirror", "two", 3600)


def test_leases_of_different_names_are_different_leases(database: Database) -> None:
    leases = LeaseStore(database)
    assert leases.take("mirror", "one", 3600)
    assert leases.take("retention", "two", 3600)
