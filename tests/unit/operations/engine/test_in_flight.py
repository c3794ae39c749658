"""What is tried when, by how many threads, and what holds up nothing."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from backend.operations.engine import in_flight as module
from backend.operations.engine.in_flight import MOST_FIRST_STEPS, MOST_FOLLOW_UPS, InFlight, Task

Try = Callable[[Task], float | None]


def wait_for(true: Callable[[], object], seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.002)


class Tries:
    """Notes each try; does as it is told."""

    def __init__(self) -> None:
        self.of: list[str] = []
        self.do: Try = lambda task: None
        self.in_flight = InFlight(self)

    def __call__(self, task: Task) -> float | None:
        self.of.append(task.operation_id)
        return self.do(task)

    def begin(self, name: str, fence: int = 0, position: int = 0, seconds: float = 0.0) -> bool:
        task = self.in_flight.reserve(name, fence, position)
        if task:
            self.in_flight.put(task, seconds)
        return task is not None


@pytest.fixture
def tries() -> Iterator[Tries]:
    made = Tries()
    made.in_flight.start()
    yield made
    made.in_flight.end(0)


def test_what_is_tried_to_its_end_is_in_flight_no_more(tries: Tries) -> None:
    waits = [0.01, 0.0, None]
    tries.do = lambda task: waits.pop(0)
    assert tries.begin("a")
    wait_for(lambda: not tries.in_flight.has("a", 0))
    assert tries.of == ["a"] * 3


def test_a_fault_is_followed_by_another_try(tries: Tries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AFTER_FAULT", 0.01)
    faults: list[BaseException] = [RuntimeError("a bug"), SystemExit(1)]

    def fail(task: Task) -> None:
        if faults:
            raise faults.pop(0)

    tries.do = fail
    tries.begin("a")
    wait_for(lambda: not tries.in_flight.has("a", 0))
    assert tries.of == ["a"] * 3


def test_a_thousand_that_wait_cost_no_thread(tries: Tries) -> None:
    tries.do = lambda task: 3600.0
    for number in range(1000):
        tries.begin(str(number), position=number % 2)
    wait_for(lambda: len(tries.of) == 1000)
    threads = [one for one in threading.enumerate() if one.name in {"first-step", "follow-up"}]
    assert len(threads) <= MOST_FIRST_STEPS + MOST_FOLLOW_UPS
    assert all(tries.in_flight.has(str(number), 0) for number in range(1000))


def test_who_waits_for_a_person_waits_for_no_follow_up(tries: Tries) -> None:
    hold = threading.Event()

    def follow_ups_hang(task: Task) -> None:
        if task.position:
            hold.wait(10)

    tries.do = follow_ups_hang
    for number in range(MOST_FOLLOW_UPS + 5):
        tries.begin(f"follow-up {number}", position=1)
    wait_for(lambda: len(tries.of) == MOST_FOLLOW_UPS)
    tries.begin("page")
    wait_for(lambda: "page" in tries.of, 1)
    hold.set()
    wait_for(lambda: len(tries.of) == MOST_FOLLOW_UPS + 6)


def test_an_earlier_one_comes_before_a_later_one(tries: Tries) -> None:
    for name, seconds in (("last", 0.12), ("first", 0.0), ("middle", 0.06)):
        tries.begin(name, seconds=seconds)
    wait_for(lambda: len(tries.of) == 3)
    assert tries.of == ["first", "middle", "last"]


def test_one_operation_is_in_flight_once(tries: Tries) -> None:
    tries.do = lambda task: 3600.0
    assert tries.begin("a", 1)
    assert not tries.begin("a", 1)
    assert not tries.begin("a", 0)
    assert tries.in_flight.has("a", 0)
    assert not tries.in_flight.has("a", 2)


def test_an_outdated_entry_gives_way_unless_it_is_tried_now(tries: Tries) -> None:
    hold, fences = threading.Event(), []

    def do(task: Task) -> float | None:
        fences.append(task.fence)
        if task.fence == 0:
            hold.wait(10)
            return 0.05
        return None

    tries.do = do
    tries.begin("a", 0)
    wait_for(lambda: fences == [0])
    assert not tries.begin("a", 1)
    hold.set()
    wait_for(lambda: tries.begin("a", 1))
    wait_for(lambda: not tries.in_flight.has("a", 0))
    time.sleep(0.1)
    assert fences[-1] == 1
    assert fences.count(1) == 1


def test_an_end_waits_for_tries_under_way_and_begins_none(tries: Tries) -> None:
    hold = threading.Event()

    def slow(task: Task) -> float:
        hold.wait(10)
        return 0.0

    tries.do = slow
    tries.begin("under way")
    tries.begin("due later", seconds=0.05)
    wait_for(lambda: tries.of == ["under way"])
    assert not tries.in_flight.end(0.1), "it is still under way"
    assert not tries.begin("too late")
    hold.set()
    assert tries.in_flight.end(5)
    time.sleep(0.1)
    assert tries.of == ["under way"]


def test_who_waits_for_a_first_step_is_told_when_it_was_tried(tries: Tries) -> None:
    trying = threading.Event()

    def hang(_: Task) -> None:
        assert trying.wait(10)

    tries.do = hang
    tries.begin("a")
    waiter = threading.Thread(target=tries.in_flight.await_first_step, args=("a", 60.0))
    waiter.start()
    waiter.join(0.05)
    assert waiter.is_alive()
    trying.set()
    waiter.join(10)
    assert not waiter.is_alive()


def test_nobody_waits_for_a_first_step_that_was_tried_already(tries: Tries) -> None:
    tries.begin("a", position=1, seconds=60.0)
    began = time.monotonic()
    tries.in_flight.await_first_step("a", 30.0)
    assert time.monotonic() - began < 15


def test_a_first_step_that_is_tried_elsewhere_is_looked_at_after_a_while(tries: Tries) -> None:
    began = time.monotonic()
    tries.in_flight.await_first_step("of another process", 0.02)
    assert 0.02 <= time.monotonic() - began < 15
