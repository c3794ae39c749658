"""Where requests become operations: does a rule object, is it open already, then write it down and begin."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.domain.paging.identity import Purpose
from backend.operations.engine.claims import stands_in_way
from backend.operations.engine.documents import KEYED, Context, DespiteBody
from backend.operations.engine.kind import B, Kind
from backend.operations.engine.operation import AnyOperation, Operation, StoredOperation
from backend.operations.engine.request import Actor, Blocker, Request
from backend.operations.engine.worker import Worker
from backend.operations.reading import past_operations, read_operation
from backend.store.accepting import fingerprint
from backend.store.operation_rows import UNFINISHED, NewOperation, OperationRow
from backend.store.operations import OperationStore
from backend.store.standing import Standing

WAIT_SECONDS = 2.0
"""How long a request may take until it is answered, its primary step settled or not."""
LOOK_SECONDS = 0.05
"""How often somebody who waits looks how an operation stands that another process carries out."""


Refresh = Callable[[int, Sequence[Tracker], Purpose | None, Standing], bool]
"""Brings up to date what is known of a ticket that stands so; tells whether anything was read."""


class AlreadyOpenElsewhere(Exception):
    """Another tool or person has opened the same thing; `despite` = whoever asks may go past it with a reason."""

    def __init__(self, blocker: Blocker, despite: bool = False) -> None:
        super().__init__(blocker.because)
        self.blocker = blocker
        self.despite = despite


class OperationService:
    """Accepts operations and tells how they stand."""

    def __init__(
        self,
        deps: Deps,
        store: OperationStore,
        worker: Worker,
        refresh: Refresh,
    ) -> None:
        """Read a ticket, and what a kind looks at, by `refresh` before its rules are asked."""
        self._refresh = refresh
        self._deps = deps
        self._store = store
        self._worker = worker

    def submit(
        self, actor: Actor, ticket_id: int, key: str, kind: Kind[B, Any], parsed: B
    ) -> tuple[StoredOperation, bool]:
        """Accept an operation, or find the one that this request means; True = it is new.

        Raises KeyReused, RuleViolation, AlreadyOpenElsewhere and the vendors' errors.
        """
        wanted = parsed.model_dump(mode="json", exclude_unset=True)
        same, standing = self._store.look_up(actor.id, ticket_id, key, fingerprint(kind.name, wanted))
        if same:
            return read_operation(same), False
        newer = not kind.on_board and self._refresh(ticket_id, kind.trackers, kind.purpose, standing)
        snapshot = self._deps.mirror.snapshot(ticket_id, None if newer else standing)
        request = Request(
            self._deps,
            snapshot,
            actor,
            ticket_id,
            self._deps.clock(),
            self.get,
            lambda claim_key: self._last_claim(ticket_id, claim_key),
            lambda: self.past(ticket_id) if snapshot.has_operations else [],
        )
        context = kind.prepare(request, parsed).model_copy(update={"marks": KEYED})
        reason = parsed.despite if isinstance(parsed, DespiteBody) else None
        claimed, passed = self._claimed(kind, request, context, reason)
        if claimed:
            return claimed, False
        if passed:
            context = context.model_copy(update={"passed": [blocker.because for blocker in passed]})
        kind.rules(request, parsed)
        draft = Operation(
            id=secrets.token_hex(16),
            kind=kind.name,
            ticket_id=ticket_id,
            agent_id=actor.id,
            agent_name=actor.name,
            state="running",
            created_at=request.now,
            steps=(),
            executor=self._worker.name,
            body=parsed,
            context=context,
        )
        return self._accept(kind, request, key, draft, wanted)

    def get(self, operation_id: str) -> StoredOperation | None:
        """Read an operation."""
        row = self._store.get(operation_id)
        return read_operation(row) if row else None

    def past(self, ticket_id: int) -> list[StoredOperation]:
        """Read a ticket's latest operations, newest first."""
        return past_operations(self._store, ticket_id)

    def wait(self, operation: StoredOperation, until: float) -> StoredOperation:
        """Wait until the primary step is settled or in doubt, or the monotonic clock shows `until`."""
        while operation.state == "running" and operation.steps[0].state in {"waiting", "running"}:
            left = until - time.monotonic()
            if left < 0:
                break
            self._worker.await_first_step(operation.id, min(left, LOOK_SECONDS))
            operation = self.get(operation.id) or operation
        return operation

    def _claimed(
        self, kind: Kind[Any, Any], request: Request, context: Context, reason: str | None
    ) -> tuple[StoredOperation | None, list[Blocker]]:
        """Find our operation that has made the same claim and is open; else list what a reason goes past.

        Raise if something that is not ours is open and nothing goes past it.
        """
        claim_key = kind.claim_key(context)
        if claim_key is None:
            return None, []
        blockers = kind.verify(request, kind.find_open(request, context))
        # One that is accepted just now is found when this one is written down.
        ours = self._last_claim(request.ticket_id, claim_key) if request.snapshot.has_operations else None
        if ours and stands_in_way(kind, ours, blockers, reason):
            if ours.kind != kind.name:
                # Two ways to end the same thing: the other one's outcome is not what was asked for here.
                raise AlreadyOpenElsewhere(Blocker(ours.id, None, f"{ours.kind} by {ours.agent_name} is under way"))
            return ours, []
        stopping = [blocker for blocker in blockers if not (reason and blocker.despite)]
        if stopping:
            raise AlreadyOpenElsewhere(stopping[0], despite=stopping[0].despite and request.role == "manager")
        return None, blockers

    def _last_claim(self, ticket_id: int, claim_key: str) -> StoredOperation | None:
        row = self._store.claimed(ticket_id, claim_key)
        return read_operation(row) if row else None

    def _accept(
        self, kind: Kind[Any, Any], request: Request, key: str, draft: AnyOperation, body: dict[str, Any]
    ) -> tuple[StoredOperation, bool]:
        context: Context = draft.context
        reason = draft.body.despite if isinstance(draft.body, DespiteBody) else None

        def other_is_open(other: OperationRow) -> bool:
            if other.state in UNFINISHED:
                return True
            # Read again: the other one may have ended since this request began.
            snapshot = self._deps.mirror.snapshot(request.ticket_id)
            blockers = kind.find_open(replace(request, snapshot=snapshot), context)
            return stands_in_way(kind, read_operation(other), blockers, reason)

        new = NewOperation(
            id=draft.id,
            kind=draft.kind,
            ticket_id=draft.ticket_id,
            agent_id=draft.agent_id,
            agent_name=draft.agent_name,
            key=key,
            body=body,
            context=context.stored(),
            steps=[step.name for step in kind.steps(draft)],
            claim_key=kind.claim_key(context),
            at=draft.created_at,
            executor=self._worker.name,
        )
        self._worker.ensure_joined()
        row, is_new = self._store.accept(new, other_is_open)
        if is_new:
            self._worker.start_soon(row.id, row.fence)
        return read_operation(row), is_new
