"""Who is taken for dead, by nothing but beats that change and a clock of one's own; and who gets which slot."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend.operations.engine.executors import BEAT_SECONDS, DEAD_AFTER, Heartbeat, WorkerSlot
from backend.store.engine import Database
from backend.store.executors import ExecutorStore
from backend.store.faults import StoreDown


class Fleet:
    """Executors that beat or not, and one that watches them by a clock that we move."""

    def __init__(self, store: ExecutorStore) -> None:
        self.store, self.now = store, 1000.0
        self.watcher = Heartbeat(store, lambda: self.now)

    def watch(self, seconds: float, beating: Iterable[str] = ()) -> set[str]:
        """Look every few seconds while some beat; name those who have a row at the end."""
        for _ in range(int(seconds / BEAT_SECONDS)):
            self.now += BEAT_SECONDS
            for name in beating:
                self.store.beat(name)
            self.watcher.bury_dead()
        return set(self.store.beats())


@pytest.fixture
def fleet(database: Database) -> Fleet:
    store = ExecutorStore(database)
    for name in ("a", "b"):
        store.beat(name)
    return Fleet(store)


def test_who_has_not_beaten_for_long_is_struck_off(fleet: Fleet) -> None:
    assert fleet.watch(DEAD_AFTER, {"a"}) == {"a", "b"}
    assert fleet.watch(2 * BEAT_SECONDS, {"a"}) == {"a"}


def test_who_beats_again_is_alive_again(fleet: Fleet) -> None:
    assert fleet.watch(2 * DEAD_AFTER, {"a"}) == {"a"}
    assert fleet.watch(DEAD_AFTER, {"a", "b"}) == {"a", "b"}


def test_a_watcher_that_was_away_itself_takes_nobody_for_dead(fleet: Fleet) -> None:
    fleet.watch(BEAT_SECONDS)
    fleet.now += 10 * DEAD_AFTER
    assert fleet.watch(DEAD_AFTER) == {"a", "b"}


def test_who_leaves_and_comes_again_is_watched_anew(fleet: Fleet) -> None:
    fleet.watch(DEAD_AFTER - BEAT_SECONDS, {"a"})
    fleet.store.leave("b")
    fleet.watch(BEAT_SECONDS, {"a"})
    fleet.store.beat("b")
    assert fleet.watch(DEAD_AFTER, {"a"}) == {"a", "b"}


def test_a_beat_that_comes_while_one_is_struck_off_counts(fleet: Fleet) -> None:
    seen = fleet.store.beats()["b"]
    fleet.store.beat("b")
    fleet.store.bury("b", seen)
    assert "b" in fleet.store.beats()


def test_one_beats_from_joining_to_leaving(fleet: Fleet) -> None:
    fleet.watcher.start("c")
    assert fleet.watch(4 * DEAD_AFTER, {"a", "b"}) == {"a", "b", "c"}
    fleet.watcher.leave()
    assert set(fleet.store.beats()) == {"a", "b"}


def test_one_that_begins_while_the_database_is_away_joins_later(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(name: str) -> None:
        raise StoreDown("away")

    with monkeypatch.context() as database:
        database.setattr(fleet.store, "beat", away)
        fleet.watcher.start("c")
        with pytest.raises(StoreDown):
            fleet.watcher.ensure_joined()
    fleet.watcher.ensure_joined()
    assert set(fleet.store.beats()) == {"a", "b", "c"}
    fleet.watcher.leave()


@contextmanager
def slot(folder: Path) -> Iterator[str]:
    taken = WorkerSlot(folder)
    taken.take()
    yield taken.name
    taken.release()


def test_a_slot_is_one_process_s_and_its_name_is_stable(tmp_path: Path) -> None:
    with slot(tmp_path) as first, slot(tmp_path) as second:
        assert first != second
    with slot(tmp_path) as again:
        assert again == first


def test_slots_of_two_folders_have_different_names(tmp_path: Path) -> None:
    with slot(tmp_path / "a") as first, slot(tmp_path / "b") as second:
        assert first != second
