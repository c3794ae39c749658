"""Runs operations durably on DBOS: what was begun is carried on after a crash. The only importer of dbos.

DBOS records each finished try; a try that a crash cut off runs again, and looks before it writes.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypedDict

from dbos import DBOS, SetWorkflowID
from sqlalchemy import make_url

from backend.operations.attempt import attempt
from backend.operations.kinds import KINDS
from backend.operations.slots import Slot
from backend.operations.steps import Step
from backend.store.operations import OperationStore
from backend.tools import Tools

APPLICATION_VERSION = "1"
"""Fixed on purpose: DBOS would otherwise strand running operations of the previous deploy."""
ORPHANED_AFTER = timedelta(seconds=5)
"""Age of an accepted operation that no workflow runs: its process died in between."""

ADOPT_EVERY = timedelta(seconds=5)
AFTER_FAULT = 5.0
"""Seconds until a try that our own side cut short is made again."""
ALIVE = {"PENDING", "ENQUEUED", "DELAYED"}

log = logging.getLogger(__name__)


class Outcome(TypedDict):
    """What DBOS keeps of a try: seconds until the next one (None = settled), whether to stop, how many steps."""

    again_in: float | None
    stop: bool
    of: int


class Runner:
    """Carries operations out, in threads of this process."""

    def __init__(self, tools: Tools, store: OperationStore, database_url: str, folder: Path) -> None:
        self._tools = tools
        self._store = store
        self._database_url = database_url
        self._slot = Slot(folder)
        self._adopt_at = datetime.min.replace(tzinfo=UTC)

    def start(self) -> None:
        """Begin, or carry on what this worker slot had begun. Call after the fork: DBOS starts threads."""
        self._slot.take()
        DBOS(
            config={
                "name": "support-on-call",
                "system_database_url": system_database_url(self._database_url),
                "executor_id": self._slot.name,
                "application_version": APPLICATION_VERSION,
                "log_level": "WARNING",
            }
        )

        @DBOS.step(name="try_once")
        def try_once(operation_id: str, position: int, tries: int) -> Outcome:
            return self._try(operation_id, position, tries)

        @DBOS.workflow(name="perform", max_recovery_attempts=None)
        def perform(operation_id: str) -> None:
            carry_out(operation_id, try_once)

        self._perform = perform
        DBOS.launch()

    def stop(self) -> None:
        """Stop; what is under way is carried on by the next process in this slot."""
        DBOS.destroy()
        self._slot.release()

    @property
    def name(self) -> str:
        """The name of this executor: stable over restarts of the same worker slot."""
        return self._slot.name

    def begin(self, operation_id: str) -> None:
        """Carry an operation out; a second call for one that is under way changes nothing."""
        for workflow_id in workflow_ids(operation_id):
            status = DBOS.get_workflow_status(workflow_id)
            if status is None:
                with SetWorkflowID(workflow_id):
                    DBOS.start_workflow(self._perform, operation_id)
                return
            if status.status in ALIVE:
                return

    def adopt(self) -> None:
        """Carry on what nobody does: operations never begun, and those of worker slots that are gone."""
        now = self._tools.clock()
        if now < self._adopt_at:
            return
        self._adopt_at = now + ADOPT_EVERY
        for executor, lock in self._slot.abandoned():
            with lock:
                # A private call of DBOS 3.4: there is no public one to take over another executor's work.
                DBOS._recover_pending_workflows([executor])
        for operation_id in self._store.unfinished_ids(now - ORPHANED_AFTER):
            self.begin(operation_id)

    def _try(self, operation_id: str, position: int, tries: int) -> Outcome:
        try:
            steps = self._steps(operation_id)
            verdict = attempt(self._tools, self._store, steps, operation_id, position, tries)
        except Exception:
            # The database away, or a fault of ours: the next try looks first, so trying again is safe; an error
            # that leaves here would end the workflow and strand the operation.
            log.exception("operation %s, step %s: trying again", operation_id, position)
            return {"again_in": AFTER_FAULT, "stop": False, "of": position + 1}
        return {"again_in": verdict.again_in, "stop": verdict.stop, "of": len(steps)}

    def _steps(self, operation_id: str) -> list[Step]:
        operation = self._store.get(operation_id)
        return list(KINDS[operation.kind].steps(operation)) if operation else []


def workflow_ids(operation_id: str) -> Iterator[str]:
    """Name an operation's workflow, and those that follow one which DBOS has ended before its time.

    The names are the same in every process, so that two which see the same gap start one workflow.
    """
    yield operation_id
    for number in count(1):
        yield f"{operation_id}-{number}"


def carry_out(operation_id: str, try_once: Callable[[str, int, int], Outcome]) -> None:
    """Try each step until it is settled. Replayed after a crash: only what `try_once` gave may decide."""
    position = 0
    while True:
        tries, outcome = 0, try_once(operation_id, position, 0)
        while outcome["again_in"] is not None:
            DBOS.sleep(outcome["again_in"])
            tries += 1
            outcome = try_once(operation_id, position, tries)
        position += 1
        if outcome["stop"] or position >= outcome["of"]:
            return


def system_database_url(url: str) -> str:
    """Tell where DBOS keeps its own tables: a file beside a SQLite store, a schema of its own in PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    file = Path(parsed.database or "")
    return f"sqlite:///{file.with_name(f'{file.stem}-dbos{file.suffix}')}"
