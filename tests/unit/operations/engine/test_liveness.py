"""Who is taken for dead, by nothing but beats that move and a clock of one's own."""

from backend.operations.engine.liveness import DEAD_AFTER, Liveness

EVERY = 5.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def watch(liveness: Liveness, clock: Clock, seconds: float, living: set[str], names: set[str]) -> frozenset[str]:
    """Look every few seconds at beats that move for the living only; give who is dead at the end."""
    dead: frozenset[str] = frozenset()
    end = clock.now + seconds
    while clock.now < end:
        clock.now += EVERY
        alive, dead = liveness.look({name: int(clock.now) if name in living else 1 for name in names})
        assert alive | dead == names
        assert not alive & dead
    return dead


def test_a_beat_that_stands_still_for_long_is_a_death() -> None:
    clock = Clock()
    liveness = Liveness(clock)
    assert watch(liveness, clock, DEAD_AFTER, {"a"}, {"a", "b"}) == frozenset()
    assert watch(liveness, clock, 2 * EVERY, {"a"}, {"a", "b"}) == {"b"}


def test_one_who_beats_again_is_alive_again() -> None:
    clock = Clock()
    liveness = Liveness(clock)
    assert watch(liveness, clock, 2 * DEAD_AFTER, set(), {"b"}) == {"b"}
    assert watch(liveness, clock, EVERY, {"b"}, {"b"}) == frozenset()


def test_a_watcher_that_was_away_itself_takes_nobody_for_dead() -> None:
    clock = Clock()
    liveness = Liveness(clock)
    liveness.look({"b": 1})
    clock.now += 10 * DEAD_AFTER
    assert liveness.look({"b": 1}) == (frozenset({"b"}), frozenset())


def test_one_who_is_struck_off_is_forgotten() -> None:
    clock = Clock()
    liveness = Liveness(clock)
    assert watch(liveness, clock, 2 * DEAD_AFTER, set(), {"b"}) == {"b"}
    liveness.look({})
    assert liveness.look({"b": 1}) == (frozenset({"b"}), frozenset())
