"""Where requests become operations: does a rule object, is it open already, then write it down and begin."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.operations.engine.kind import B, Kind
from backend.operations.engine.model import Blocker, Request
from backend.operations.engine.worker import Worker
from backend.store.operation_rows import UNFINISHED, NewOperation, OperationRow
from backend.store.operations import OperationStore, fingerprint

WAIT_SECONDS = 2.0
"""How long a request waits for its primary step."""
POLL_SECONDS = 0.005


class AlreadyOpenElsewhere(Exception):
    """Another tool or person has opened the same thing."""

    def __init__(self, found: Blocker) -> None:
        super().__init__(found.because)
        self.found = found


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the server knows them."""

    id: int
    name: str
    role: str


class OperationService:
    """Accepts operations and tells how they stand."""

    def __init__(
        self,
        deps: Deps,
        store: OperationStore,
        worker: Worker,
        refresh: Callable[[int, Sequence[Tracker]], None],
    ) -> None:
        """Read a ticket and the trackers a kind looks at by `refresh` before its rules are asked."""
        self._refresh = refresh
        self._deps = deps
        self._store = store
        self._worker = worker

    def submit(self, actor: Actor, ticket_id: int, key: str, kind: Kind[B], parsed: B) -> tuple[OperationRow, bool]:
        """Accept an operation, or find the one that this request means; True = it is new.

        Raises KeyReused, RuleViolation, AlreadyOpenElsewhere and the vendors' errors.
        """
        wanted = parsed.model_dump(mode="json", exclude_unset=True)
        same = self._store.by_key(actor.id, ticket_id, key, fingerprint(kind.name, wanted))
        if same:
            return same, False
        if not kind.on_board:
            self._refresh(ticket_id, kind.trackers)
        snapshot = self._deps.mirror.snapshot(ticket_id)
        request = Request(self._deps, snapshot, actor.role, ticket_id, self._deps.clock())
        facts = kind.facts(request, parsed)
        standing = self._standing(kind, request, facts)
        if standing:
            return standing, False
        kind.rules(request, parsed)
        return self._accept(actor, key, kind, request, wanted, facts)

    def get(self, operation_id: str) -> OperationRow | None:
        """Read an operation."""
        return self._store.get(operation_id)

    def wait(self, operation: OperationRow) -> OperationRow:
        """Wait until the primary step is settled or in doubt, at most 2 s; give how the operation stands then."""
        until = time.monotonic() + WAIT_SECONDS
        while operation.state == "running" and operation.steps[0].state in {"waiting", "running"}:
            if time.monotonic() > until:
                break
            time.sleep(POLL_SECONDS)
            operation = self._store.get(operation.id) or operation
        return operation

    def _standing(self, kind: Kind[Any], request: Request, facts: Mapping[str, Any]) -> OperationRow | None:
        """Find our operation that is open for this purpose; raise if what is open is not ours."""
        purpose = kind.purpose(facts)
        if purpose is None:
            return None
        opened = kind.open_now(request, facts)
        ours = self._store.claimed(request.ticket_id, purpose)
        if ours and holds(kind, ours, opened):
            if ours.kind != kind.name:
                # Two ways to end the same thing: the other one's outcome is not what was asked for here.
                raise AlreadyOpenElsewhere(Blocker(ours.id, None, f"{ours.kind} by {ours.agent_name} is under way"))
            return ours
        if opened:
            raise AlreadyOpenElsewhere(opened[0])
        return None

    def _accept(
        self,
        actor: Actor,
        key: str,
        kind: Kind[Any],
        request: Request,
        wanted: dict[str, Any],
        facts: Mapping[str, Any],
    ) -> tuple[OperationRow, bool]:
        def still_holds(other: OperationRow) -> bool:
            if other.state in UNFINISHED:
                return True
            # Read again: the other one may have ended since this request began.
            snapshot = self._deps.mirror.snapshot(request.ticket_id)
            return holds(kind, other, kind.open_now(replace(request, snapshot=snapshot), facts))

        blank = OperationRow(
            secrets.token_hex(16), kind.name, request.ticket_id, actor.id, actor.name, wanted, dict(facts),
            "running", request.now, (),
        )  # fmt: skip
        new = NewOperation(
            id=blank.id,
            kind=kind.name,
            ticket_id=request.ticket_id,
            agent_id=actor.id,
            agent_name=actor.name,
            key=key,
            body=wanted,
            facts=facts,
            steps=[step.name for step in kind.steps(blank)],
            purpose=kind.purpose(facts),
            at=request.now,
            executor=self._worker.name,
        )
        operation, is_new = self._store.accept(new, still_holds)
        if is_new:
            self._worker.start_soon(operation.id, operation.fence)
        return operation, is_new


def holds(kind: Kind[Any], operation: OperationRow, opened: list[Blocker]) -> bool:
    """Tell whether an operation still stands in the way of a second one."""
    if operation.state in UNFINISHED:
        return True
    reference = kind.reference(operation)
    if reference is None:
        return bool(opened) and operation.state == "done"
    return reference in {one.reference for one in opened}
