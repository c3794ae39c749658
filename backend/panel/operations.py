"""How an operation is shown: its steps, and the way by hand while it is not confirmed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.handbook.model.handbook import Handbook
from backend.operations.engine.model import Operation, StoredOperation, Unreadable
from backend.operations.kinds import KINDS
from backend.panel.schemas.operation import OperationOut, Outcome, StepOut
from backend.store.operation_rows import UNSETTLED, OperationRecord, StepRow

UNCONFIRMED_AFTER = timedelta(seconds=30)
"""How long a primary step may take before the way by hand is shown beside it."""
UNREADABLE = "The details of this operation cannot be read"


def operation_part(operation: StoredOperation, handbook: Handbook, now: datetime) -> OperationOut:
    """Show an operation; of one that was forgotten or cannot be read, what is left, and that it is so."""
    return OperationOut(
        id=operation.id,
        kind=operation.kind,
        ticket_id=operation.ticket_id,
        state=operation.state,
        outcome=outcome(operation),
        steps=[
            StepOut(
                name=step.name,
                state=step.state,
                detail=_detail(operation, step),
                url=step.url or _about(operation, step),
                at=step.at,
            )
            for step in operation.steps
        ],
        created_at=operation.created_at,
        actor=operation.agent_name,
        manual=list(_by_hand(operation, handbook)) if _unconfirmed(operation, now) else [],
    )


def outcome(operation: OperationRecord) -> Outcome:
    """Say what became of an operation, each of its steps counted, the optional ones too."""
    primary, *others = (step.state for step in operation.steps)
    if primary == "failed":
        return "failed"
    if "unknown" in {primary, operation.state}:
        return "unknown"
    if any(state in UNSETTLED for state in (primary, *others)):
        return "running"
    return "partly" if "failed" in others else "done"


def _detail(operation: StoredOperation, step: StepRow) -> str | None:
    """Give what came of a step; of a forgotten operation, retention has put there that it was removed."""
    if isinstance(operation, Unreadable) and step.position == 0:
        return f"{step.detail.rstrip('.')}. {UNREADABLE}" if step.detail else UNREADABLE
    return step.detail


def _about(operation: StoredOperation, step: StepRow) -> str | None:
    """Link a first step that did not succeed with what it is about: that is where it is done by hand."""
    if not isinstance(operation, Operation) or step.position > 0 or step.state not in {"failed", "unknown"}:
        return None
    url: str | None = operation.context.about_url
    return url


def _unconfirmed(operation: StoredOperation, now: datetime) -> bool:
    primary = operation.steps[0].state
    late = now - operation.created_at > UNCONFIRMED_AFTER
    return primary in {"unknown", "failed"} or (primary != "done" and late)


def _by_hand(operation: StoredOperation, handbook: Handbook) -> Sequence[str]:
    return KINDS[operation.kind].by_hand(operation, handbook) if isinstance(operation, Operation) else ()
