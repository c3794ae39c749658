"""Operations go on from what is stored, whoever begins or dies; steps are fakes of the outside world."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from backend.deps import Deps
from backend.operations.engine import in_flight, retry
from backend.operations.engine import worker as module
from backend.operations.engine.documents import Body, NoContext
from backend.operations.engine.executors import Heartbeat, WorkerSlot
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.operations.engine.steady_clock import steady_clock
from backend.operations.engine.worker import Worker, ready
from backend.operations.kinds import KINDS
from backend.store.engine import Database
from backend.store.executors import ExecutorStore
from backend.store.operation_rows import NewOperation, OperationRow, Orphan, StepRow
from backend.store.operations import OperationStore
from backend.vendors.errors import RateLimited, Unavailable

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KIND = "note_feedback"


class Nothing(Body):
    """Nothing to say."""


Doing = Operation[Nothing, NoContext]


class FakeKind(Kind[Nothing, NoContext]):
    """A kind whose steps are handed in."""

    name = KIND
    Body = Nothing
    Context = NoContext

    def __init__(self, steps: Callable[[Doing], Sequence[Step[Doing]]]) -> None:
        self._steps = steps

    def prepare(self, request: Request, body: Nothing) -> NoContext:
        return NoContext()

    def steps(self, operation: Doing) -> Sequence[Step[Doing]]:
        return self._steps(operation)


def until(true: Callable[[], Any], seconds: float = 10.0) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.005)
    return found


class Looked(OperationStore):
    """Counts the looks for work that nobody does."""

    looks = 0

    def orphans(self, executor: str) -> list[Orphan]:
        """List them."""
        found = super().orphans(executor)
        self.looks += 1
        return found


class World:
    """A database, a kind of two steps, and what they wrote outside."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.now = folder, NOW
        self.database = database
        self.store, self.executors = Looked(self.database), ExecutorStore(self.database)
        self.written: list[tuple[str, str]] = []
        self.faults: list[Exception] = []
        self.workers: list[Worker] = []

    def clock(self) -> datetime:
        return self.now

    def steps(self, operation: Doing) -> list[Step[Doing]]:
        def step(name: str, primary: bool) -> Step[Doing]:
            def look(deps: Deps, operation: Doing) -> StepResult | None:
                return StepResult("found") if (operation.id, name) in self.written else None

            def write(deps: Deps, operation: Doing) -> StepResult:
                if self.faults:
                    raise self.faults.pop(0)
                self.written.append((operation.id, name))
                return StepResult("written")

            return Step(name, look, write, primary=primary)

        return [step("page", True), step("note", False)]

    def accept(self, name: str, executor: str | None) -> str:
        new = NewOperation(
            name, KIND, 1, 2, "Ada", f"the-key-of-{name}", {}, {}, ["page", "note"], None, NOW, cast(str, executor)
        )
        self.store.accept(new, lambda other: False)
        return name

    def worker(self) -> Worker:
        """Start a worker; it gets the lowest free slot of the machine."""
        # Steps use nothing of the deps here.
        made = Worker(cast(Deps, self), self.store, Heartbeat(self.executors), WorkerSlot(self.folder))
        looks = self.store.looks
        made.start()
        self.workers.append(made)
        # What is accepted from here on is not seen by its first look.
        until(lambda: self.store.looks > looks)
        return made

    def ended(self, name: str) -> OperationRow:
        def end() -> OperationRow | None:
            found = self.store.get(name)
            return found if found and found.state in {"done", "failed"} else None

        return cast(OperationRow, until(end))


@pytest.fixture
def world(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(tmp_path, database)
    monkeypatch.setitem(KINDS, KIND, FakeKind(made.steps))
    yield made
    for one in made.workers:
        one.stop()


def test_an_operation_is_carried_out_step_by_step(world: World) -> None:
    here = world.worker()
    world.accept("a", here.name)
    here.start_soon("a", 0)
    here.start_soon("a", 0)
    assert [step.detail for step in world.ended("a").steps] == ["written", "written"]
    assert world.written == [("a", "page"), ("a", "note")]


def row(position: int, name: str) -> StepRow:
    return StepRow(position, name, "waiting", None, None, None, None, None, None)


def test_an_optional_step_holds_up_only_those_that_need_it() -> None:
    def step(name: str, optional: bool = False, *needs: str) -> Step[Any]:
        return Step(name, lambda deps, op: None, lambda deps, op: StepResult(""), optional=optional, needs=needs)

    steps = {one.name: one for one in (step("thread", True), step("sign", True, "thread"), step("note"), step("tag"))}
    rows = [row(at, name) for at, name in enumerate(steps)]
    assert [one.name for one in ready(rows, steps)] == ["thread", "note"]
    assert [one.name for one in ready(rows[1:], steps)] == ["sign", "note"]
    assert [one.name for one in ready([row(0, "unheard_of"), *rows], steps)] == ["unheard_of"]


def test_a_failed_try_is_made_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "PRIMARY_DELAYS", (0.01,))
    world.faults = [Unavailable("PagerDuty", "did not answer")] * 3
    here = world.worker()
    world.accept("a", here.name)
    here.start_soon("a", 0)
    assert world.ended("a").state == "done"
    assert world.written == [("a", "page"), ("a", "note")]


def test_having_been_told_to_wait_does_not_put_off_the_try_after_a_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "PRIMARY_DELAYS", (0.01, 600.0))
    world.faults = [*[RateLimited("PagerDuty", 0.01)] * 3, Unavailable("PagerDuty", "did not answer")]
    here = world.worker()
    world.accept("a", here.name)
    here.start_soon("a", 0)
    assert world.ended("a").state == "done"


def test_what_this_slot_had_begun_goes_on_at_once(world: World) -> None:
    first = world.worker()
    first.stop()
    # As if it had been killed with work begun: its row stays, and others must wait for it.
    world.executors.beat(first.name)
    world.accept("a", first.name)
    began = time.monotonic()
    second = world.worker()
    assert second.name == first.name
    assert world.ended("a").fence == 1
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("executor", [None, "gone-0"])
def test_work_of_nobody_is_adopted(world: World, executor: str | None) -> None:
    world.accept("a", executor)
    here = world.worker()
    assert (world.ended("a").executor, world.ended("a").fence) == (here.name, 1)


def test_work_of_one_who_lives_is_left_alone(world: World) -> None:
    world.executors.beat("there-0")
    world.accept("a", "there-0")
    here = world.worker()
    here.adopt_orphans()
    found = world.store.get("a")
    assert found
    assert (found.executor, found.fence, world.written) == ("there-0", 0, [])


def test_a_start_that_was_lost_is_made_up_for(world: World) -> None:
    here = world.worker()
    world.accept("a", here.name)
    here.adopt_orphans()
    assert world.ended("a").state == "done"


def test_one_s_own_work_in_flight_is_not_adopted(world: World) -> None:
    world.faults = [Unavailable("PagerDuty", "did not answer")]
    here = world.worker()
    world.accept("a", here.name)
    here.start_soon("a", 0)
    until(lambda: not world.faults)
    here.adopt_orphans()
    assert world.ended("a").fence == 0


def test_what_was_done_before_is_not_done_again(world: World) -> None:
    world.accept("a", None)
    world.written.append(("a", "page"))
    world.store.settle("a", 0, 0, "done", at=NOW, whole="running")
    world.worker()
    assert world.ended("a").state == "done"
    assert world.written == [("a", "page"), ("a", "note")]


def test_many_orphans_are_adopted_each_once_by_two(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ADOPT_AT_ONCE", 7)
    names = [world.accept(f"op-{number}", None) for number in range(40)]
    world.worker()
    world.worker()
    for name in names:
        assert world.ended(name).fence == 1
    assert sorted(world.written) == sorted((name, step) for name in names for step in ("page", "note"))


def test_who_was_taken_over_stops(world: World) -> None:
    world.faults = [Unavailable("PagerDuty", "did not answer")]
    here = world.worker()
    world.accept("a", here.name)
    here.start_soon("a", 0)
    until(lambda: not world.faults)
    (mine,) = world.store.orphans(here.name)
    world.executors.beat("there-0")
    assert world.store.adopt([mine], "there-0")
    time.sleep(1)
    assert world.written == []


def test_a_bug_in_a_kind_ends_as_failed_and_strands_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "PRIMARY_DELAYS", (0.01,))
    monkeypatch.setattr(retry, "PRIMARY_DEADLINE", timedelta(seconds=0.2))

    def bug(operation: Doing) -> list[Step[Doing]]:
        raise KeyError("a bug")

    monkeypatch.setitem(KINDS, KIND, FakeKind(bug))
    here = world.worker()
    world.accept("a", here.name)
    here.start_soon("a", 0)
    assert [step.state for step in world.ended("a").steps] == ["failed", "failed"]


def test_a_database_that_is_away_strands_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_flight, "AFTER_FAULT", 0.05)
    here = world.worker()
    world.accept("a", here.name)
    with world.database.write(content=False) as connection:
        connection.exec_driver_sql("ALTER TABLE steps RENAME TO away")
    here.start_soon("a", 0)
    time.sleep(0.2)
    with world.database.write(content=False) as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO steps")
    assert world.ended("a").state == "done"


def test_a_clock_that_is_set_while_an_operation_waits_moves_no_deadline(world: World) -> None:
    world.accept("a", None)
    operation = world.store.get("a")
    assert operation
    seconds = 50.0
    clock = steady_clock(NOW + timedelta(seconds=3), operation, lambda: seconds)
    seconds += 7
    assert clock() == NOW + timedelta(seconds=10)
    behind = steady_clock(NOW - timedelta(hours=1), operation, lambda: seconds)
    assert behind() == NOW
