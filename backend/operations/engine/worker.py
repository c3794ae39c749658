"""Runs operations durably on DBOS: what was begun is carried on after a crash. The only importer of dbos.

DBOS records each finished try; a try that a crash cut off runs again, and looks before it writes. A restarted worker
resumes the workflows of its slot. An operation that nobody works on (its executor is dead, or its workflow came to
nothing) is taken over: its fence goes up by one, and a new workflow, named after that, carries it on from what the
store knows.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TypedDict

from dbos import DBOS, SetWorkflowID
from sqlalchemy import make_url

from backend.deps import Deps
from backend.operations.engine.attempt import attempt
from backend.operations.engine.heartbeat import Heartbeat
from backend.operations.engine.in_flight import InFlight
from backend.operations.engine.model import Step
from backend.operations.engine.slots import WorkerSlot
from backend.operations.kinds import KINDS
from backend.store.engine import connect_args
from backend.store.operation_rows import OperationRow, Unfinished
from backend.store.operations import OperationStore, TakenOver
from backend.telemetry.logs import about

APPLICATION_VERSION = "1"
"""Fixed on purpose: DBOS would otherwise strand running operations of the previous deploy."""
ORPHANED_AFTER = timedelta(seconds=5)
"""Age from which an accepted operation must have somebody at work on it."""
TEND_EVERY = 5.0
"""Seconds between two looks for work that nobody does."""
TEND_FOR = 3.0
"""Seconds after which a look stops taking work over; the next one goes on, and so may others."""
DRAIN_SECONDS = 12.0
"""How long a stop waits for tries under way: a little more than a call to a vendor may take."""
AFTER_FAULT = 5.0
"""Seconds until a try that our own side cut short is made again."""
STARTERS = 4
"""How many operations are handed to DBOS at the same time."""

log = logging.getLogger(__name__)


class Outcome(TypedDict):
    """What DBOS keeps of a try: seconds until the next one (None = settled), whether to stop, how many steps."""

    again_in: float | None
    stop: bool
    of: int


class Runner:
    """Carries operations out, in threads of this process."""

    def __init__(
        self, deps: Deps, store: OperationStore, fleet: Heartbeat, database_url: str, slot: WorkerSlot
    ) -> None:
        self._deps = deps
        self._store = store
        self._fleet = fleet
        self._database_url = database_url
        self._slot = slot
        self._starters = ThreadPoolExecutor(STARTERS, thread_name_prefix="starter")
        self._tend_at = 0.0
        self._work = InFlight()

    def start(self) -> None:
        """Begin, or carry on what this worker slot had begun. Call after the fork: DBOS starts threads."""
        self._slot.take()
        self._fleet.join(self.name)
        url = system_database_url(self._database_url)
        write_ahead(url)
        DBOS(
            config={
                "name": "support-on-call",
                "system_database_url": url,
                "db_engine_kwargs": {"connect_args": connect_args(self._database_url)},
                "executor_id": self.name,
                "application_version": APPLICATION_VERSION,
                "log_level": "WARNING",
            }
        )

        @DBOS.step(name="try_once")
        def try_once(operation_id: str, fence: int, position: int, tries: int) -> Outcome:
            with self._work.one_try(), about(operation_id=operation_id):
                return self._try(operation_id, fence, position, tries)

        @DBOS.workflow(name="perform", max_recovery_attempts=None)
        def perform(operation_id: str, fence: int = 0) -> None:
            with self._work.operation(operation_id, fence):
                carry_out(operation_id, fence, try_once)

        self._perform = perform
        self._tend_at = time.monotonic() + TEND_EVERY
        DBOS.launch()

    def stop(self) -> None:
        """Let the tries under way end and begin no other; the process has to end now.

        What is left is carried on by the next process in this slot, or by another executor.
        """
        self._starters.shutdown()
        self._work.end(DRAIN_SECONDS)
        DBOS.destroy()
        self._fleet.leave()
        self._slot.release()

    @property
    def name(self) -> str:
        """The name of this executor: stable over restarts of the same worker slot."""
        return self._slot.name

    def start_soon(self, operation_id: str, fence: int) -> None:
        """Begin an operation without holding up whoever asked for it: it is stored, so nothing hangs on this."""
        self._starters.submit(self.begin, operation_id, fence)

    def begin(self, operation_id: str, fence: int) -> None:
        """Carry an operation out; a second call with the same fence changes nothing.

        It is accepted by now, so nobody is told of a failure here: `adopt_orphans` begins what could not begin.
        """
        try:
            with SetWorkflowID(workflow_id(operation_id, fence)):
                DBOS.start_workflow(self._perform, operation_id, fence)
        except Exception:
            log.exception("operation %s could not begin: trying again", operation_id)

    def adopt_orphans(self) -> None:
        """Carry on what nobody does. Call it often: it knows when it is time."""
        now = time.monotonic()
        if now < self._tend_at:
            return
        self._tend_at = now + TEND_EVERY
        alive = self._fleet.alive()
        for operation in self._store.unfinished(self._deps.clock() - ORPHANED_AFTER):
            mine = operation.executor == self.name
            done_by_somebody = self._work.does(operation.id, operation.fence) if mine else operation.executor in alive
            if not done_by_somebody:
                self._take_over(operation)
            if time.monotonic() > now + TEND_FOR:
                return

    def _take_over(self, operation: Unfinished) -> None:
        fence = self._store.take_over(operation, self.name)
        if fence is not None:
            log.warning("operation %s taken over from %s", operation.id, operation.executor)
            self.begin(operation.id, fence)

    def _try(self, operation_id: str, fence: int, position: int, tries: int) -> Outcome:
        try:
            operation = self._store.get(operation_id)
            if operation is None or operation.fence != fence:
                return {"again_in": None, "stop": True, "of": 0}
            with about(ticket_id=operation.ticket_id):
                verdict = attempt(self._deps, self._store, operation, step_of(operation, position), position, tries)
            return {"again_in": verdict.again_in, "stop": verdict.stop, "of": len(operation.steps)}
        except TakenOver:
            return {"again_in": None, "stop": True, "of": 0}
        except Exception:
            # The database is away, say: the next try looks first, so trying again is safe; an error that leaves
            # here would end the workflow and strand the operation.
            log.exception("operation %s, step %s: trying again", operation_id, position)
            return {"again_in": AFTER_FAULT, "stop": False, "of": position + 1}


def step_of(operation: OperationRow, position: int) -> Step | None:
    """Find a step by its name: a deploy may have changed the steps of a kind, or dropped it, since it was accepted."""
    kind, name = KINDS.get(operation.kind), operation.steps[position].name
    return next((step for step in kind.steps(operation) if step.name == name), None) if kind else None


def workflow_id(operation_id: str, fence: int) -> str:
    """Name the workflow that carries an operation out since a take-over."""
    return f"{operation_id}.{fence}" if fence else operation_id


def carry_out(operation_id: str, fence: int, try_once: Callable[[str, int, int, int], Outcome]) -> None:
    """Try each step until it is settled. Replayed after a crash: only what `try_once` gave may decide."""
    position = 0
    while True:
        tries, outcome = 0, try_once(operation_id, fence, position, 0)
        while outcome["again_in"] is not None:
            DBOS.sleep(outcome["again_in"])
            tries += 1
            outcome = try_once(operation_id, fence, position, tries)
        position += 1
        if outcome["stop"] or position >= outcome["of"]:
            return


def write_ahead(url: str) -> None:
    """Let a SQLite file commit with one flush to the disk instead of three; it keeps the mode by itself."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(parsed.database or "")) as connection:
            connection.execute("PRAGMA journal_mode=WAL")


def system_database_url(url: str) -> str:
    """Tell where DBOS keeps its own tables: a file beside a SQLite store, a schema of its own in PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    file = Path(parsed.database or "")
    return f"sqlite:///{file.with_name(f'{file.stem}-dbos{file.suffix}')}"
