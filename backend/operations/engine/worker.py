"""Carries operations out: one try after the other, once each, and takes up what a dead process left behind.

All that is known of an operation stands in its rows, so any executor can go on from there. Who carries it out stands
there too, with a fence that goes up with each take-over: whatever an earlier executor still wants to write is refused.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from backend.deps import Deps
from backend.operations.engine.attempt import UNKNOWN_STEP, Attempt
from backend.operations.engine.executors import Heartbeat, WorkerSlot
from backend.operations.engine.in_flight import InFlight, Task
from backend.operations.engine.operation import Operation, Step, StoredOperation
from backend.operations.engine.steady_clock import steady_clock
from backend.operations.kinds import KINDS
from backend.operations.reading import read_operation
from backend.periodic import Periodic
from backend.store.operation_rows import UNSETTLED, OperationRecord, Orphan, StepRow
from backend.store.operations import OperationStore, TakenOver
from backend.telemetry.logs import about

ADOPT_SECONDS = 5.0
"""Time between two looks for work that nobody does."""
ADOPT_AT_ONCE = 50
"""How many operations one transaction takes over: it must not hold up others for long."""
DRAIN_SECONDS = 12.0
"""How long a stop waits for tries under way: a little more than a call to a vendor may take."""

log = logging.getLogger(__name__)


class Worker:
    """Carries operations out, in threads of this process."""

    def __init__(self, deps: Deps, store: OperationStore, heartbeat: Heartbeat, slot: WorkerSlot) -> None:
        self._deps = deps
        self._store = store
        self._heartbeat = heartbeat
        self._slot = slot
        self._in_flight = InFlight(self._try_once)
        self._adopting = Periodic("adopt", ADOPT_SECONDS, self.adopt_orphans)

    @property
    def name(self) -> str:
        """The name of this executor: stable over restarts of the same worker slot."""
        return self._slot.name

    def start(self) -> None:
        """Begin, and take up at once what this worker slot had begun."""
        self._slot.take()
        self._heartbeat.start(self.name)
        self._in_flight.start()
        self._adopting.start()

    def ensure_joined(self) -> None:
        """Make sure that work may be accepted in this executor's name; raise StoreDown while it may not."""
        self._heartbeat.ensure_joined()

    def stop(self) -> None:
        """Let the tries under way end and begin no other; the process has to end now.

        What is left is taken up by the next process in this slot, or by another executor. While a try goes on after
        all, nobody may take its operation: beats and slot then end with the process.
        """
        ended = self._in_flight.end(DRAIN_SECONDS)
        self._adopting.stop()
        if ended:
            self._heartbeat.leave()
            self._slot.release()

    def start_soon(self, operation_id: str, fence: int) -> None:
        """Have an operation carried out without holding up whoever asked for it; a stored one is never lost."""
        if task := self._in_flight.reserve(operation_id, fence):
            self._in_flight.put(task)

    def await_first_step(self, operation_id: str, seconds: float) -> None:
        """Wait until the first step of an operation may stand otherwise, some seconds at most."""
        self._in_flight.await_first_step(operation_id, seconds)

    def adopt_orphans(self) -> None:
        """Take over, and carry on, what nobody does: whose executor is gone, or what this slot did before it died."""
        self._heartbeat.ensure_joined()
        self._heartbeat.bury_dead()
        found = self._store.orphans(self.name)
        orphans = [
            orphan
            for orphan in found
            if orphan.executor != self.name or not self._in_flight.has(orphan.id, orphan.fence)
        ]
        for at in range(0, len(orphans), ADOPT_AT_ONCE):
            self._adopt(orphans[at : at + ADOPT_AT_ONCE])

    def _adopt(self, orphans: list[Orphan]) -> None:
        # Entered before they are taken: no try may begin between our look and the take-over.
        tasks = {orphan: self._in_flight.reserve(orphan.id, orphan.fence + 1, orphan.position) for orphan in orphans}
        mine = [orphan for orphan in orphans if tasks[orphan]]
        adopted: set[str] = set()
        try:
            adopted = self._store.adopt(mine, self.name)
        finally:
            for orphan, task in tasks.items():
                if task and orphan.id in adopted:
                    log.warning("operation %s taken over from %s", orphan.id, orphan.executor)
                    self._in_flight.put(task)
                elif task:
                    self._in_flight.release(task)

    def _try_once(self, task: Task) -> float | None:
        with about(operation_id=task.operation_id):
            stored = self._store.get(task.operation_id)
            if stored is None or stored.fence != task.fence:
                return None
            operation = read_operation(stored)
            rows = [row for row in operation.steps if row.state in UNSETTLED]
            if not rows:
                return None
            steps = steps_of(operation, rows[0])
            row = min(ready(rows, steps), key=lambda one: task.due.get(one.position, 0.0))
            task.position = row.position
            wait = task.due.get(row.position, 0.0) - time.monotonic()
            if wait > 0:
                return wait
            with about(ticket_id=operation.ticket_id):
                return self._try_step(task, operation, row, steps, last=len(rows) == 1)

    def _try_step(
        self, task: Task, operation: StoredOperation, row: StepRow, steps: Mapping[str, Step[Any]], last: bool
    ) -> float | None:
        task.clock = task.clock or steady_clock(self._deps.clock(), operation)
        step, tries = steps.get(row.name, UNKNOWN_STEP), task.tries.get(row.position, 0)
        optional = frozenset(name for name, each in steps.items() if each.optional)
        try:
            attempt = Attempt(self._deps, self._store, operation, step, row, tries, task.clock, optional)
            again_in = attempt.run()
        except TakenOver:
            return None
        if again_in is None:
            # For the lane of what comes next: it is no first step any more.
            task.position = row.position + 1
            return None if last else 0.0
        task.tries[row.position] = tries if attempt.told_to_wait else tries + 1
        task.due[row.position] = time.monotonic() + again_in
        return 0.0 if step.optional else again_in


def ready(rows: Sequence[StepRow], steps: Mapping[str, Step[Any]]) -> list[StepRow]:
    """List which of the unsettled steps may be tried: the first, and what does not wait for it.

    An optional step holds up only those that need it.
    """
    open_names = {row.name for row in rows}
    found: list[StepRow] = []
    for row in rows:
        step = steps.get(row.name, UNKNOWN_STEP)
        if not open_names & set(step.needs):
            found.append(row)
        if not step.optional:
            break
    return found


def steps_of(operation: StoredOperation, row: StepRow) -> dict[str, Step[Any]]:
    """Give an operation's steps by name; `row` is the one to try.

    A deploy may have changed the steps of a kind, or dropped it, since it was accepted, or cannot read it any more.
    """
    if not isinstance(operation, Operation):
        return {}
    try:
        return {step.name: step for step in KINDS[operation.kind].steps(operation)}
    except Exception as error:
        return {row.name: _broken(row, error)}


def _broken(row: StepRow, error: Exception) -> Step[OperationRecord]:
    """Stand for a step that could not be made: a bug in it is tried again, and given up, like one in its look."""

    def fail(deps: Deps, operation: OperationRecord) -> Any:
        raise error

    return Step(row.name, fail, fail, primary=not row.position)
